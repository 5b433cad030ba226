"""Controls to press: widgets that show what words cannot. Each lives in a file of its own."""

from helpers.controls.base import close_all
from helpers.controls.dashboard import ContainerDashboard
from helpers.controls.dockerfile_bench import DockerfileBench
from helpers.controls.image_explorer import ImageExplorer
from helpers.controls.lifecycle_panel import LifecyclePanel
from helpers.controls.start_race import StartRace
from helpers.controls.terminal import Terminal
from helpers.controls.version_explorer import VersionExplorer

__all__ = [
    "ContainerDashboard",
    "DockerfileBench",
    "ImageExplorer",
    "LifecyclePanel",
    "StartRace",
    "Terminal",
    "VersionExplorer",
    "close_all",
]
