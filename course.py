#!/usr/bin/env python3
"""The Docker course in one command: ``python3 course.py start``.

It works before anything is installed (standard library only; Linux, macOS, Windows): it makes
``.venv``, installs ``requirements.txt`` there, starts itself again with that Python and hands over
to ``helpers.setup``. The file keeps to what Python 3.6 can read, so that an old Python is refused
with a sentence and not with a SyntaxError.
"""

import argparse
import errno
import hashlib
import importlib.util
import json
import locale
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.realpath(__file__))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "course-stamp.json")
REQUIREMENTS = os.path.join(ROOT, "requirements.txt")
COMMANDS = ("start", "stop", "doctor", "reset", "test", "site", "present", "author")

HELP = {
    "en": """python3 course.py COMMAND [options]

  start     sets everything up and opens the lessons in JupyterLab
            --no-browser  --port N  --folder DIR (your working copy; default: my-lessons)
            --engine auto|own  --install-engine (installs Docker without asking)
  stop      ends what start left running
  doctor    says what this machine has, what is missing, and the command that mends it
  reset     removes everything that the course made
            --yes (removes your working copy too)  --keep (keeps it; neither: asks)
  test      proves every output of every lesson again; arguments after -- go to pytest
  site      builds the website (--serve shows it)
  present   NN: shows a lesson as slides
  author    run NN: executes a lesson and stores its outputs
            stamp NN: marks the Korean prose of a lesson as read against the English

  Every command takes --lang en|ko.
""",
    "ko": """python3 course.py 명령 [옵션]

  start     모든 것을 준비하고 JupyterLab에서 수업을 엽니다
            --no-browser  --port 번호  --folder 폴더 (학습용 사본, 기본값: my-lessons)
            --engine auto|own  --install-engine (묻지 않고 Docker를 설치합니다)
  stop      start가 켜 둔 것을 끝냅니다
  doctor    이 컴퓨터에 무엇이 있고 무엇이 없는지, 어떤 명령으로 고치는지 알려 줍니다
  reset     강의가 만든 것을 모두 지웁니다
            --yes (학습용 사본도 지움)  --keep (사본은 남김)  둘 다 없으면 묻습니다
  test      모든 수업의 모든 출력을 다시 증명합니다. -- 뒤의 인수는 pytest에 넘깁니다
  site      웹사이트를 만듭니다(--serve: 바로 보여 줍니다)
  present   NN: 수업을 슬라이드로 보여 줍니다
  author    run NN: 수업을 실행하여 출력을 저장합니다
            stamp NN: 한국어 설명을 영어와 대조하여 읽었다고 표시합니다

  모든 명령에 --lang en|ko 옵션을 줄 수 있습니다.
""",
}


class Stop(Exception):
    """Ends the command with a sentence: cause, state and next step."""


def choose_language(arguments: "list[str]") -> str:
    """``--lang``, else COURSE_LANG, else the locale (environment, then system), else English."""
    words = " ".join(arguments).replace("--lang=", "--lang ").split()
    for position, word in enumerate(words[1:]):
        if words[position] == "--lang" and word in HELP:
            return word
    for name in ("COURSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "ko" if os.environ[name].lower().startswith("ko") else "en"
    try:
        system = locale.setlocale(locale.LC_CTYPE, "")
    except locale.Error:
        system = ""
    return "ko" if system.lower().startswith("ko") else "en"


def say(en: str, ko: str) -> str:
    """The sentence in the learner's language."""
    return ko if os.environ.get("COURSE_LANG") == "ko" else en


def check_python(version: "tuple[int, ...]") -> None:
    """Refuses a Python that is too old for the course's packages."""
    if version >= (3, 10):
        return
    found = ".".join(str(part) for part in version[:2])
    raise Stop(say(
        en=f"This is Python {found}, and the course needs 3.10 or newer. Nothing was changed. "
           "Install Python 3.11 or newer (python.org), then run: python3.11 course.py start",
        ko=f"지금 쓰인 Python의 버전은 {found}인데, 강의에는 3.10 이상이 필요합니다. "
           "바뀐 것은 없습니다. Python 3.11 이상을 설치한 뒤(python.org) "
           "다음을 실행하십시오: python3.11 course.py start",
    ))


class Parser(argparse.ArgumentParser):
    """Reads the command line; what it can't read becomes a sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Called by argparse, for example when an option lacks its value."""
        raise Stop(say(
            en=f"The command line can't be read ({message}). Nothing was changed. "
               "See: python3 course.py --help",
            ko=f"명령줄을 이해할 수 없습니다 ({message}). 바뀐 것은 없습니다. "
               "다음을 보십시오: python3 course.py --help",
        ))


def port_number(text: str) -> int:
    """A port that a program may listen on."""
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise Stop(say(
        en=f"--port needs a number from 1 to 65535, not '{text}'. Nothing was changed. "
           "Try: python3 course.py start --port 8890",
        ko=f"--port 옵션에는 1부터 65535까지의 수가 필요합니다('{text}' 불가). "
           "바뀐 것은 없습니다. 다음을 실행하십시오: python3 course.py start --port 8890",
    ))


def parser_of(command: str) -> Parser:
    """The options of one command."""
    parser = Parser(prog="course.py " + command, add_help=False, allow_abbrev=False)
    add = parser.add_argument
    add("--lang", choices=sorted(HELP))
    if command in ("start", "doctor", "reset"):
        add("--engine", choices=["auto", "own"], default=os.environ.get("COURSE_ENGINE", "auto"))
    if command in ("start", "reset"):
        add("--folder", type=os.path.abspath, default=os.path.join(ROOT, "my-lessons"))
    if command in ("start", "site", "present"):
        add("--port", type=port_number)
    if command in ("start", "present"):
        add("--no-browser", action="store_true")
    if command == "start":
        add("--install-engine", action="store_true")
    elif command == "reset":
        add("--yes", action="store_true")
        add("--keep", action="store_true")
    elif command == "site":
        add("--serve", action="store_true")
    elif command == "present":
        add("lesson")
    elif command == "author":
        add("action", choices=["run", "stamp"])
        add("lesson")
    return parser


def read_command_line(arguments: "list[str]") -> argparse.Namespace:
    """The command with its options; ``words`` as they were given, ``rest`` what follows ``--``."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    command, given, rest = arguments[0], arguments[1:end], arguments[end + 1 :]
    if command not in COMMANDS:
        known = ", ".join(COMMANDS)
        raise Stop(say(
            en=f"There is no command '{command}'. Nothing was changed. The commands are: {known}. "
               "The lessons open with: python3 course.py start",
            ko=f"'{command}' 명령은 없습니다. 바뀐 것은 없습니다. 쓸 수 있는 명령: {known}. "
               "수업을 여는 명령: python3 course.py start",
        ))
    options, unknown = parser_of(command).parse_known_args(given)
    if rest and command != "test":
        unknown += ["--", *rest]
    if unknown:
        words = " ".join(unknown)
        raise Stop(say(
            en=f"The command '{command}' doesn't know '{words}'. Nothing was changed. "
               "See: python3 course.py --help",
            ko=f"'{command}' 명령에는 이런 옵션이 없습니다: {words}. 바뀐 것은 없습니다. "
               "다음을 보십시오: python3 course.py --help",
        ))
    options.command, options.words, options.rest = command, given, rest
    return options


def disk_full(where: str) -> Stop:
    """The sentence for a full disk."""
    return Stop(say(
        en=f"The disk that holds {where} is full. The next start repairs what was half made. "
           "Free about 3 GB, then run again: python3 course.py start",
        ko=f"디스크가 가득 찼습니다({where}). 만들다 만 것은 다음에 시작할 때 복구됩니다. "
           "3GB쯤 비운 뒤 다시 실행하십시오: python3 course.py start",
    ))


def read_only(where: str) -> Stop:
    """The sentence for a folder that can't be written."""
    return Stop(say(
        en=f"{where} can't be written to. Nothing was changed. Copy the course to a folder of "
           "your own and run there: python3 course.py start",
        ko=f"이 위치에는 쓸 수 없습니다: {where}. 바뀐 것은 없습니다. 강의를 쓰기 가능한 폴더로 "
           "복사하고 그곳에서 실행하십시오: python3 course.py start",
    ))


def explain(fault: OSError) -> Stop:
    """The sentence for what the operating system refused."""
    where = str(fault.filename or ROOT)
    if fault.errno == errno.ENOSPC:
        return disk_full(where)
    if fault.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return read_only(where)
    return Stop(say(
        en=f"The system refused: {fault}. The next start repairs what was half made. "
           "See: python3 course.py doctor",
        ko=f"시스템이 거부했습니다: {fault}. 만들다 만 것은 다음에 시작할 때 복구됩니다. "
           "다음을 보십시오: python3 course.py doctor",
    ))


def venv_python() -> str:
    """The Python of ``.venv``."""
    inside = ["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]
    return os.path.join(VENV, *inside)


def wanted_stamp() -> "dict[str, str]":
    """What a finished ``.venv`` says of itself: where it was made, from which requirements."""
    with open(REQUIREMENTS, "rb") as file:
        return {"root": ROOT, "requirements": hashlib.sha256(file.read()).hexdigest()}


def found_stamp() -> "dict[str, str]":
    """The stamp of ``.venv``; empty where that is half made, broken or from another folder."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            stamp = dict(json.load(file))
        subprocess.run([venv_python(), "-c", "import pip"], check=True, stderr=subprocess.DEVNULL)
    except (OSError, ValueError, subprocess.SubprocessError):
        return {}
    return stamp if stamp.get("root") == ROOT else {}


def add_venv_module() -> None:
    """Debian and Ubuntu keep ``venv`` in a package: as root installs it, else says the command."""
    package = f"python3.{sys.version_info[1]}-venv"
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        raise Stop(say(
            en="This Python can't make virtual environments. Nothing was changed. On Debian or "
               f"Ubuntu run: sudo apt-get update && sudo apt-get install {package}",
            ko="이 Python은 가상 환경을 만들 수 없습니다. 바뀐 것은 없습니다. "
               "Debian이나 Ubuntu에서는 다음을 실행하십시오: "
               f"sudo apt-get update && sudo apt-get install {package}",
        ))
    print("  apt-get install", package, flush=True)
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["install", "-qqy", "--no-install-recommends", package]
    for words in (["update", "-qq"], install):
        done = subprocess.run(["apt-get", *words], env=quiet, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise Stop(say(
            en=f"apt-get could not install {package}. Nothing else was changed. "
               "Mend what it says above, then start again.",
            ko=f"apt-get이 설치에 실패했습니다: {package}. 그 밖에 바뀐 것은 없습니다. "
               "위에 나온 문제를 고친 뒤 다시 시작하십시오.",
        ))
    importlib.invalidate_caches()


def make_venv() -> None:
    """Makes ``.venv`` anew, whatever stood there."""
    with tempfile.TemporaryFile(dir=ROOT):
        pass
    if importlib.util.find_spec("ensurepip") is None:
        add_venv_module()
    base = getattr(sys, "_base_executable", None) or sys.executable
    installer(base, "-m", "venv", "--clear", "--without-pip", VENV)
    installer(venv_python(), "-m", "ensurepip", "--default-pip")


def install_packages() -> None:
    """Installs ``requirements.txt`` into ``.venv``."""
    words = ["install", "--progress-bar", "off", "-r", REQUIREMENTS]
    installer(venv_python(), "-m", "pip", *words)


def installer(*command: str) -> None:
    """Runs a program that installs, says how far pip is, and raises a sentence when it fails."""
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace",
    )
    lines = []
    seen = 0
    for line in process.stdout or ():
        lines.append(line.rstrip())
        if line.startswith("Collecting"):
            seen += 1
            if seen % 20 == 0:
                print(say(en=f"  {seen} packages found", ko=f"  패키지 {seen}개 확인"), flush=True)
        elif seen and line.startswith("Installing collected"):
            print(say(en=f"  installing {seen}", ko=f"  {seen}개 설치 중"), flush=True)
    if process.wait():
        raise failed_install(lines)


def failed_install(lines: "list[str]") -> Stop:
    """The sentence for what ``venv`` or ``pip`` said."""
    text = "\n".join(lines)
    if any(sign in text for sign in ("No space left", "Errno 28", "not enough space")):
        shutil.rmtree(VENV, ignore_errors=True)
        return disk_full(ROOT)
    if any(sign in text for sign in ("Read-only file system", "Permission denied")):
        return read_only(ROOT)
    offline = (
        "NewConnectionError", "Max retries exceeded", "name resolution", "timed out", "ProxyError",
        "Connection refused", "getaddrinfo failed", "unreachable", "connection broken",
        "from versions: none",
    )
    if any(sign in text for sign in offline):
        return Stop(say(
            en="The Python packages can't be fetched: no network, or PyPI is out of reach. The "
               "next start repairs what was half made. Check the connection (or point "
               "PIP_INDEX_URL to a mirror), then run again: python3 course.py start",
            ko="Python 패키지를 받을 수 없습니다. 네트워크가 끊겼거나 PyPI에 닿지 않습니다. "
               "만들다 만 것은 다음에 시작할 때 복구됩니다. 연결을 확인하고(또는 PIP_INDEX_URL에 "
               "미러를 지정하고) 다시 실행하십시오: python3 course.py start",
        ))
    print("\n".join(lines[-15:]), file=sys.stderr)
    return Stop(say(
        en="The Python packages could not be installed (see above). The next start repairs what "
           "was half made. Mend what pip says, then run again: python3 course.py start",
        ko="Python 패키지를 설치하지 못했습니다(위 참조). 만들다 만 것은 다음에 시작할 때 "
           "복구됩니다. pip이 알려 준 문제를 고친 뒤 다시 실행하십시오: python3 course.py start",
    ))


def ready_venv() -> None:
    """Makes ``.venv`` complete: nothing to do, only new requirements, or all of it."""
    wanted, found = wanted_stamp(), found_stamp()
    if found == wanted:
        return
    print(say(en="* Python packages", ko="* Python 패키지"), flush=True)
    if not found:
        make_venv()
    install_packages()
    with open(STAMP, "w", encoding="utf-8") as file:
        json.dump(wanted, file)
    print(say(en="  ready, in .venv", ko="  준비되었습니다(.venv)"), flush=True)


def hand_over(arguments: "list[str]") -> int:
    """Starts this file again with the Python of ``.venv``."""
    command = [venv_python(), os.path.join(ROOT, "course.py"), *arguments]
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.run(command).returncode


def run(arguments: "list[str]") -> int:
    """Runs a command and returns its exit status."""
    check_python(sys.version_info[:2])
    if not arguments or arguments[0] == "help" or {"-h", "--help"} & set(arguments):
        print(HELP[os.environ["COURSE_LANG"]], end="")
        return 0 if arguments else 2
    options = read_command_line(arguments)
    ready_venv()
    if os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        return hand_over(arguments)
    os.chdir(ROOT)
    from helpers.setup import run_command

    return run_command(options)


def main(arguments: "list[str]") -> int:
    """Runs a command; whatever stops it is said in a sentence."""
    os.environ["COURSE_LANG"] = choose_language(arguments)
    os.environ["PYTHONUTF8"] = "1"
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return run(arguments)
    except Stop as stop:
        print(stop, file=sys.stderr)
    except OSError as fault:
        print(explain(fault), file=sys.stderr)
    except KeyboardInterrupt:
        print(say(
            en="Interrupted. The next start carries on from here: python3 course.py start",
            ko="중단했습니다. 다음에 시작하면 이어서 합니다: python3 course.py start",
        ), file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
