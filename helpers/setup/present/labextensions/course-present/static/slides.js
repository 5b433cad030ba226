// How cells become slides. The tag slide_type rules where a cell has one. Else a heading (# or ##)
// starts a slide; prose that leads to code, asks a question or shows a table starts a sub-slide;
// other prose under code is for the speaker.

const HEADING = /^##? /;
const PICTURE = /^\||```mermaid|!\[/m;

function roleOf(cell, next, underCode) {
  if (cell.slide && cell.slide !== "-") return cell.slide;
  if (cell.type === "code") return "more";
  if (HEADING.test(cell.source)) return "slide";
  if (cell.tags.includes("question") || PICTURE.test(cell.source)) return "subslide";
  if (!underCode) return "more";
  return next?.type === "code" ? "subslide" : "notes";
}

/**
 * Group cells into slides.
 * @param {{type: string, source: string, tags: string[], slide?: string}[]} cells
 * @returns {{shown: number[], notes: number[]}[][]} the slides, each with its sub-slides; the
 *   numbers are places in `cells`.
 */
export function slidesOf(cells) {
  const slides = [];
  let current = null;
  let underCode = false;
  cells.forEach((cell, place) => {
    const role = roleOf(cell, cells[place + 1], underCode);
    if (role === "skip") return;
    if (role === "slide" || !current) {
      current = { shown: [], notes: [] };
      slides.push([current]);
      underCode = false;
    } else if (role === "subslide") {
      current = { shown: [], notes: [] };
      slides[slides.length - 1].push(current);
      underCode = false;
    }
    (role === "notes" ? current.notes : current.shown).push(place);
    underCode = underCode || cell.type === "code";
  });
  return slides;
}
