/* What the pages can do beyond the theme. Everything can be read without it. */
"use strict";

/* Copy buttons. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const code = button.parentElement.querySelector("code").textContent;
  try {
    await navigator.clipboard.writeText(code);
  } catch {
    const box = document.createElement("textarea"); /* no clipboard over plain http */
    box.value = code;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
    button.focus();
  }
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 1500);
});

/* The other language opens at the cell that is being read: both editions have the same ids. */
const reading = () => {
  const cells = [...document.querySelectorAll("section.cell, .fix, .md-typeset [id^='term-']")];
  const above = cells.filter((cell) => cell.getBoundingClientRect().top < 140);
  return above.length && scrollY > 40 ? above[above.length - 1].id : "";
};
for (const link of document.querySelectorAll("a.course-switch")) {
  const plain = link.getAttribute("href");
  for (const kind of ["pointerdown", "focus", "click"])
    link.addEventListener(kind, () => { const id = reading(); link.setAttribute("href", id ? `${plain}#${id}` : plain); });
}

/* A link into something folded unfolds it. */
const unfold = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
};
addEventListener("hashchange", unfold);
unfold();

/* Light and dark: the reader's choice is kept, else the system's is followed. */
const dark = matchMedia("(prefers-color-scheme: dark)");
const paint = (scheme) => { document.body.dataset.mdColorScheme = scheme; };
for (const button of document.querySelectorAll("button[data-leaves]"))
  button.addEventListener("click", () => {
    const scheme = button.dataset.leaves === "slate" ? "default" : "slate";
    __md_set("__palette", { color: { scheme } });
    paint(scheme);
    document.querySelector(`button[data-leaves="${scheme}"]`).focus();
  });
dark.addEventListener("change", () => { if (!__md_get("__palette")) paint(dark.matches ? "slate" : "default"); });

/* Menu and search of a phone: the theme moves a hidden checkbox, these buttons move it, too. */
for (const button of document.querySelectorAll("button[data-toggles]")) {
  const box = document.getElementById(button.dataset.toggles);
  button.addEventListener("click", () => box.click());
  box.addEventListener("change", () => button.setAttribute("aria-expanded", box.checked));
}

/* In that menu the sections are labels, which the theme presses on Enter: here they get a place in
   the order of the keys, where the menu slides. */
const narrow = matchMedia("(max-width: 76.2344em)");
const sections = document.querySelectorAll(".md-nav--primary label:is([for^='__nav'], [for='__toc'])");
const setReach = () => { for (const label of sections) label.tabIndex = narrow.matches ? 0 : -1; };
narrow.addEventListener("change", setReach);
setReach();

/* Escape closes what a button unfolded in a lesson's head. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.run[open]")) { open.open = false; open.firstElementChild.focus(); }
});

/* The lifecycle diagram: the table is the one that the lesson and the panel use. */
for (const figure of document.querySelectorAll("figure.lifecycle")) {
  const { states, commands, transitions, words } = JSON.parse(figure.querySelector("script").textContent);
  const log = figure.querySelector(".log");
  let now = "none";
  const shown = (name) => (name === "none" ? words.none : name);
  const find = (command, target) => transitions.find((row) => row.command === command && row.from.includes(now) && (!target || row.to === target));
  const say = (command, text, kind) => {
    const item = document.createElement("li");
    const code = document.createElement("code");
    const { docker, meaning } = commands.find((each) => each.name === command);
    code.textContent = docker || meaning;
    item.className = kind;
    item.append(code, ` ${text}`);
    log.prepend(item);
    while (log.children.length > 6) log.lastElementChild.remove();
  };
  const show = (last) => {
    figure.querySelector(".state").textContent = shown(now);
    figure.querySelector(".meaning").textContent = states.find((each) => each.name === now).meaning;
    for (const box of figure.querySelectorAll(".box")) box.classList.toggle("here", box.dataset.state === now);
    for (const edge of figure.querySelectorAll(".edge")) {
      edge.classList.toggle("open", edge.dataset.from === now);
      edge.classList.toggle("last", Boolean(last) && edge.dataset.from === last.from && edge.dataset.to === now && edge.dataset.commands.split("|").includes(last.command));
    }
    for (const button of figure.querySelectorAll("[data-command]"))
      button.classList.toggle("open", Boolean(find(button.dataset.command, button.dataset.target)));
  };
  const press = (command, target) => {
    const row = find(command, target);
    if (!row) {
      const idle = commands.find((each) => each.name === command).unchanged.includes(now);
      return say(command, `${idle ? words.unchanged : words.refused} ${shown(now)}`, idle ? "unchanged" : "refused");
    }
    const from = now;
    now = row.to || now;
    const events = row.events.map((event) => event.replace("?", "")).join(", ");
    say(command, `${shown(from)} → ${shown(now)} · ${words.events}: ${events}`, "moved");
    return show({ from, command });
  };
  figure.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-command]");
    const edge = target.closest(".edge.open");
    if (button) press(button.dataset.command, button.dataset.target);
    else if (edge) press(edge.dataset.commands.split("|")[0], edge.dataset.to === edge.dataset.from ? "" : edge.dataset.to);
    else if (target.closest(".again")) { now = "none"; log.replaceChildren(); show(); }
  });
  figure.classList.add("live");
  show();
}
