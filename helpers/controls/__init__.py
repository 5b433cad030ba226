"""Controls to press: widgets that show what words cannot. Each lives in a file of its own."""

from helpers.controls.base import close_all
from helpers.controls.dashboard import ContainerDashboard
from helpers.controls.lifecycle_panel import LifecyclePanel
from helpers.controls.terminal import Terminal

__all__ = ["ContainerDashboard", "LifecyclePanel", "Terminal", "close_all"]
