// A notebook as slides: reveal.js leads through JupyterLab's own cells, which stay alive.
import Reveal from "./reveal/reveal.esm.js";
import { slidesOf } from "./slides.js";
import { WORDS } from "./words.js";

const TYPING = "input, textarea, select, [contenteditable=true], [role=listbox], [role=slider]";
const PRESSED = "button, summary, a[href]";

const MODULES =
  "import helpers.controls, helpers.exercises, helpers.lesson, helpers.lifecycle, helpers.tables";

/** How many kernels wait: the second serves a press that comes before another first one is ready. */
const WAITING = 2;

/** For how long after a reset none is started (ms): it would take the processor from a second one. */
const QUIET = 2000;

/** Show every notebook that JupyterLab opens as slides. */
export function present(app, tracker, actions, here) {
  for (const sheet of ["reveal/reveal.css", "slides.css"]) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = here + sheet;
    document.head.append(link);
  }
  tracker.widgetAdded.connect(async (_, panel) => {
    await panel.context.ready;
    await panel.sessionContext.ready;
    await app.restored;
    await new Deck(panel, actions, app.serviceManager.kernels).begin();
  });
}

function element(name, className, ...inside) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...inside);
  return made;
}

/** Cells whose code is not worth seeing: they quote the notes of 2017. */
function isQuote({ model }) {
  return Boolean(model.getMetadata("tags")?.includes("hide-input"));
}

class Deck {
  constructor(panel, actions, kernels) {
    this.panel = panel;
    this.actions = actions;
    this.kernels = kernels;
    this.notebook = panel.content;
    this.cells = [...this.notebook.widgets];
    this.sources = this.cells.map((cell) => cell.model.sharedModel.getSource());
    this.language = panel.context.path.startsWith("ko/") ? "ko" : "en";
    this.words = WORDS[this.language];
    this.cells.filter(isQuote).forEach((cell) => cell.node.setAttribute("data-hidden", ""));
    this.size = 1;
    this.waiting = [];
    this.work = Promise.resolve();
    this.swept = Promise.resolve();
    this.onKey = (event) => this.key(event);
    this.back = element("button", "course-slides-back", this.words.slides);
    this.back.onclick = async () => {
      await this.open();
      this.root.removeAttribute("aria-busy");
    };
    panel.disposed.connect(() => {
      clearTimeout(this.later);
      this.back.remove();
    });
  }

  /** Open on the first slide, with the lesson's first cell run and no output shown yet. */
  async begin() {
    await this.open();
    await this.reset({ restart: false });
  }

  async open() {
    this.back.remove();
    const home = this.cells[0].node.parentElement;
    const slides = element("div", "slides");
    this.root = element("div", "reveal course-slides", slides);
    this.root.lang = this.language;
    this.root.tabIndex = -1;
    this.root.setAttribute("aria-busy", "true");
    this.status = element("div", "course-slides-status", this.words.help);
    this.status.setAttribute("role", "status");
    this.root.append(this.status);
    this.slides = new Map();
    for (const column of this.grouped()) {
      const stack = element("section", "");
      for (const slide of column) {
        const nodes = slide.shown.map((place) => this.cells[place].node);
        const section = element("section", "", ...nodes);
        this.slides.set(section, slide);
        stack.append(section);
      }
      slides.append(stack);
    }
    home.append(this.root);
    for (let node = home; node !== document.body; node = node.parentElement) {
      node.classList.add("course-slides-around");
    }
    this.deck = new Reveal(this.root, {
      embedded: true, disableLayout: true, keyboard: false, touch: false, transition: "none",
      backgroundTransition: "none", slideNumber: "c/t", center: false, scrollActivationWidth: null,
      focusBodyOnPageVisibilityChange: false,
    });
    await this.deck.initialize();
    this.deck.on("slidechanged", () => this.shown());
    if (this.left) this.deck.slide(this.left.h, this.left.v);
    window.addEventListener("keydown", this.onKey, true);
    this.root.addEventListener("focusin", (event) => this.follow(event.target));
    this.activate();
    this.root.focus();
  }

  grouped() {
    return slidesOf(
      this.cells.map(({ model }) => ({
        type: model.type,
        source: model.sharedModel.getSource(),
        tags: model.getMetadata("tags") ?? [],
        slide: model.getMetadata("slideshow")?.slide_type,
      })),
    );
  }

  /** Leave the slides: the cells go back to where the notebook has them. */
  leave() {
    window.removeEventListener("keydown", this.onKey, true);
    this.left = this.deck.getIndices();
    const home = this.root.parentElement;
    home.append(...this.cells.map((cell) => cell.node));
    this.deck.destroy();
    this.root.remove();
    document.querySelectorAll(".course-slides-around").forEach((node) => {
      node.classList.remove("course-slides-around");
    });
    document.body.append(this.back);
    this.notebook.scrollToItem(this.notebook.activeCellIndex);
  }

  get slide() {
    return this.slides.get(this.deck.getCurrentSlide());
  }

  say(words) {
    this.status.textContent = words;
  }

  shown() {
    this.say("");
    this.tellNotes();
    this.root.focus();
    this.activate();
    this.runQuotes();
  }

  activate() {
    const first = this.slide.shown.find((place) => this.cells[place].model.type === "code");
    if (first !== undefined) this.notebook.activeCellIndex = first;
  }

  /** The cell that the presenter clicks into is the one that Shift+Enter runs. */
  follow(target) {
    const place = this.cells.findIndex((cell) => cell.node.contains(target));
    if (place >= 0) this.notebook.activeCellIndex = place;
  }

  /** The 2017 transcripts have no code to see: they are there when their slide is. */
  runQuotes() {
    const quotes = this.slide.shown
      .map((place) => this.cells[place])
      .filter((cell) => isQuote(cell) && cell.model.outputs.length === 0);
    this.run(quotes);
  }

  /** Run cells after whatever was asked for before. */
  run(cells) {
    if (cells.length === 0) return this.work;
    this.work = this.work.then(() =>
      this.actions.runCells(this.notebook, cells, this.panel.sessionContext),
    );
    return this.work;
  }

  /** Run the active cell of the slide and go on to the next one on it. */
  runOne() {
    const code = this.slide.shown.filter((place) => {
      const cell = this.cells[place];
      return cell.model.type === "code" && !isQuote(cell);
    });
    if (code.length === 0) return;
    const place = code.find((one) => one >= this.notebook.activeCellIndex) ?? code[0];
    this.run([this.cells[place]]);
    this.notebook.activeCellIndex = code.find((one) => one > place) ?? place;
    this.root.focus();
  }

  /** Bring the demo back to its start: kernel, code, outputs, and the lesson's things on the engine. */
  async reset({ restart = true } = {}) {
    const began = performance.now();
    clearTimeout(this.later);
    this.say(this.words.resetting);
    this.root.setAttribute("aria-busy", "true");
    this.deck.slide(0, 0);
    this.say(this.words.resetting);
    try {
      if (restart) await this.takeFreshKernel();
      this.work = Promise.resolve();
      this.cells.forEach(({ model }, place) => {
        const source = model.sharedModel;
        if (source.getSource() !== this.sources[place]) source.setSource(this.sources[place]);
      });
      this.actions.clearAllOutputs(this.notebook);
      await this.run(this.cells.filter(({ model }) => model.type === "code").slice(0, 1));
      this.work = this.swept;
      this.later = setTimeout(() => this.prepareKernels(), restart ? QUIET : 0);
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      this.say(restart ? this.words.ready(seconds) : this.words.help);
    } catch (error) {
      console.warn(error);
      this.say(this.words.failed);
    } finally {
      this.root.removeAttribute("aria-busy");
    }
  }

  /** Have kernels wait, made one after another, so that nobody waits for one at a reset. */
  prepareKernels() {
    while (this.waiting.length < WAITING) {
      const before = this.waiting.at(-1) ?? Promise.resolve();
      this.waiting.push(before.catch(() => {}).then(() => this.prepareKernel()));
    }
  }

  /** Start a kernel and let it read the course's modules. */
  async prepareKernel() {
    const { path } = this.panel.context;
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const kernel = await this.kernels.startNew({ name: "python3", path: folder });
    await kernel.requestExecute({ code: MODULES, silent: true }).done;
    const { id } = kernel;
    kernel.dispose();
    return id;
  }

  /** Change to a kernel that waits; the server ends the one before meanwhile. */
  async takeFreshKernel() {
    if (this.waiting.length === 0) this.prepareKernels();
    const id = await this.waiting.shift();
    const before = this.panel.sessionContext.session.kernel?.id;
    await this.panel.sessionContext.changeKernel({ id });
    await this.panel.sessionContext.session.kernel.info;
    this.swept = Promise.all([this.swept, this.ended(before)])
      .then(() => this.sweep())
      .catch((error) => console.warn(error));
  }

  /** Wait until the server has ended a kernel. */
  async ended(id) {
    const runs = () => [...this.kernels.running()].some((model) => model.id === id);
    for (await this.kernels.refreshRunning(); runs(); await this.kernels.refreshRunning()) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Remove what the kernel before made in its last moments, before any cell runs in the new one. */
  async sweep() {
    const lesson = this.panel.context.path.split("/").at(-1).slice(0, 2);
    const code = `helpers.lesson.clean_bench("${lesson}").close()`;
    const { kernel } = this.panel.sessionContext.session;
    await kernel.requestExecute({ code, silent: true }).done;
  }

  openNotes() {
    this.notes = window.open("", "course-notes", "popup,width=760,height=640");
    if (!this.notes) this.say(this.words.blocked);
    this.tellNotes();
  }

  tellNotes() {
    if (!this.notes || this.notes.closed) return;
    const page = this.notes.document;
    const { h, v } = this.deck.getIndices();
    page.title = this.words.notes;
    page.documentElement.lang = this.language;
    page.body.style.cssText = "font: 22px/1.5 sans-serif; margin: 1.5em; word-break: keep-all";
    const title = element("h1", "", `${this.words.notes} ${h + 1}.${v + 1}`);
    title.style.fontSize = "1em";
    const told = this.slide.notes.map((place) => {
      const text = this.cells[place].node.querySelector(".jp-MarkdownOutput");
      return element("div", "", ...[...(text?.childNodes ?? [])].map((node) => node.cloneNode(true)));
    });
    page.body.replaceChildren(title, ...(told.length ? told : [this.words.none]));
  }

  /** Up and down scroll a slide that is longer than the screen, and turn it at its end. */
  scroll(way) {
    const section = this.deck.getCurrentSlide();
    const before = section.scrollTop;
    section.scrollTop += way * section.clientHeight * 0.6;
    if (section.scrollTop === before) way > 0 ? this.deck.next() : this.deck.prev();
  }

  enlarge(step) {
    this.size = Math.min(2, Math.max(0.6, this.size + step));
    this.root.style.setProperty("--course-size", this.size);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (!(event.ctrlKey && event.key === "Enter")) return;
    }
    if (document.querySelector(".jp-Dialog")) return;
    const typing = event.target.closest?.(TYPING);
    const running = event.key === "Enter" && (event.shiftKey || event.ctrlKey);
    if (typing && event.key === "Escape") {
      this.root.focus();
    } else if (running && (!typing || typing.closest(".jp-InputArea"))) {
      this.runOne();
    } else if (typing || event.key === "Tab") {
      return;
    } else if (event.target.closest?.(PRESSED) && [" ", "Enter"].includes(event.key)) {
      return;
    } else {
      this.command(event);
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  command({ key, shiftKey }) {
    const last = () => this.deck.slide(this.deck.getHorizontalSlides().length - 1, 0);
    const commands = {
      ArrowRight: () => this.deck.next(),
      PageDown: () => this.deck.next(),
      ArrowLeft: () => this.deck.prev(),
      PageUp: () => this.deck.prev(),
      " ": () => (shiftKey ? this.deck.prev() : this.deck.next()),
      ArrowDown: () => this.scroll(1),
      ArrowUp: () => this.scroll(-1),
      Home: () => this.deck.slide(0, 0),
      End: last,
      s: () => this.openNotes(),
      r: () => this.root.hasAttribute("aria-busy") || this.reset(),
      "+": () => this.enlarge(0.1),
      "=": () => this.enlarge(0.1),
      "-": () => this.enlarge(-0.1),
      "?": () => this.say(this.words.help),
      Escape: () => this.leave(),
    };
    commands[key.length === 1 ? key.toLowerCase() : key]?.();
  }
}
