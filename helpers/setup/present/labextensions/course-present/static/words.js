// What the slides say, in the language of the lesson's folder.
export const WORDS = {
  en: {
    slides: "Slides",
    help: "→ next   ← back   Shift+Enter run   s notes   r start again   + − letters   ? keys   Esc leave",
    resetting: "Starting again …",
    ready: (seconds) => `Back at the start (${seconds} s)`,
    failed: "The kernel did not start again: press r once more, or look at the terminal.",
    notes: "Speaker notes",
    none: "No notes for this slide.",
    blocked: "The browser does not let the notes open a window of their own: allow pop-ups for this page.",
  },
  ko: {
    slides: "슬라이드",
    help: "→ 다음   ← 이전   Shift+Enter 실행   s 노트   r 처음부터   + − 글자 크기   ? 키 안내   Esc 나가기",
    resetting: "처음으로 되돌리는 중 …",
    ready: (seconds) => `처음 상태로 돌아왔습니다(${seconds}초)`,
    failed: "커널이 다시 시작되지 않았습니다. r 키를 한 번 더 누르거나 터미널을 확인하십시오.",
    notes: "발표자 노트",
    none: "이 슬라이드에는 노트가 없습니다.",
    blocked: "브라우저가 노트 창을 막았습니다. 이 페이지의 팝업을 허용하십시오.",
  },
};
