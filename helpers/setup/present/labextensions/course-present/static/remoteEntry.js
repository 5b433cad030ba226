// The container that JupyterLab loads: written by hand, so that no bundler is needed.
// JupyterLab's own packages come out of the scope that it shares with its extensions.
(() => {
  const here = document.currentScript.src.replace(/[^/]*$/, "");
  let shared = {};

  async function plugin() {
    const [offered] = Object.values(shared["@jupyterlab/notebook"]);
    const { INotebookTracker, NotebookActions } = (await offered.get())();
    const { present } = await import(`${here}deck.js`);
    return {
      id: "course-present:slides",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (app, tracker) => present(app, tracker, NotebookActions, here),
    };
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["course-present"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const made = await plugin();
      return () => made;
    },
  };
})();
