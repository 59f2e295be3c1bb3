// What our server says of the project that one of Label Studio's pages shows, for our other scripts on its pages.
(() => {
  "use strict";

  /** An answer by project; null where there is none, or while it is being asked for. */
  const known = new Map();
  const listeners = new Set();

  function ask(project) {
    known.set(project, null);
    fetch(`/faultmark/api/projects/${project}`, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : null))
      .catch(() => null)
      .then((found) => {
        known.set(project, found);
        for (const tell of listeners) tell();
      });
  }

  /** The project that the address names: what it is and the user's role in it; null where there is none, or not yet. */
  function here() {
    const project = /^\/projects\/(\d+)(?:\/|$)/.exec(location.pathname)?.[1];
    if (!project) return null;
    // The labeling config may change on the settings pages: ask again when they are left.
    if (/\/settings/.test(location.pathname)) {
      known.delete(project);
      return null;
    }
    if (!known.has(project)) ask(project);
    return known.get(project);
  }

  window.faultmark = {
    here,
    mayReview: (project) => project !== null && Boolean(project.role) && project.role !== "annotator",
    onAnswer: (tell) => listeners.add(tell),
  };
})();
