// The ways from Label Studio's pages into ours: "Workbench" in its menu, and in its header a link that leads to the
// place one is at. React owns those pages and draws them anew at will, so what stands there is compared with what
// should stand there after every change, and only ever our own elements are touched.
(() => {
  "use strict";

  const MARK = `<svg width="20" height="20" viewBox="0 0 32 32" fill="none" aria-hidden="true"
    stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="2.6">
    <path d="M2 17h4l2-5 4 13 4-19 3 15 2-4h2"/><path d="M26 7v18M30 7v18"/></svg>`;
  const STYLE = `
    .faultmark-entry { align-self: center; display: inline-flex; align-items: center; gap: 6px; height: 32px;
      padding: 0 8px; margin-left: 8px; box-sizing: border-box; white-space: nowrap; font-size: 14px;
      font-weight: 500; text-decoration: none; border-radius: 4px; border: 1px solid var(--color-neutral-border);
      color: var(--color-neutral-content); background: var(--color-neutral-background); }
    .faultmark-entry:hover { color: var(--color-neutral-content); background: var(--color-neutral-surface-hover); }
    .faultmark-entry:focus-visible { outline: 2px solid var(--color-primary-border); outline-offset: 2px; }`;

  /** Where the header's links lead from the page that is shown, and what they say. */
  function targets() {
    const project = window.faultmark.here();
    if (!project?.has_time_series) return [{ path: "/faultmark/", text: "Workbench", title: "Faultmark: all projects with time series" }];
    const base = `/faultmark/projects/${project.id}`;
    const task = /^\d+$/.exec(new URLSearchParams(location.search).get("task") ?? "")?.[0];
    const here = task ? `${base}/tasks/${task}` : base;
    const links = [{ path: here, text: "Open in Faultmark", title: task ? `Open task ${task} in Faultmark` : "This project in Faultmark" }];
    if (window.faultmark.mayReview(project)) {
      links.push({ path: `${here}/review`, text: "Review", title: "What annotators disagree on" });
      links.push({ path: `${base}/overview`, text: "Overview", title: "Progress, agreement, and what waits for whom" });
    }
    return links;
  }

  function keepInHeader() {
    const before = document.querySelector(".lsf-menu-header__hotkeys");
    if (!before) return;
    const wanted = targets();
    const there = [...document.querySelectorAll("a.faultmark-entry")];
    const isRight =
      there.length === wanted.length &&
      there.every((link, i) => link.getAttribute("href") === wanted[i].path && link.nextSibling === (there[i + 1] ?? before));
    if (isRight) return;
    for (const link of there) link.remove();
    for (const [i, { path, text, title }] of wanted.entries()) {
      const link = document.createElement("a");
      link.className = "faultmark-entry";
      link.innerHTML = `${i === 0 ? MARK : ""}<span></span>`;
      link.href = path;
      link.title = title;
      link.lastElementChild.textContent = text;
      before.before(link);
    }
  }

  function keepInMenu() {
    const menu = document.querySelector(".lsf-sidebar .lsf-main-menu");
    if (!menu || menu.querySelector(".faultmark-menu")) return;
    const item = document.createElement("li");
    item.className = "faultmark-menu";
    item.innerHTML = `<a class="lsf-main-menu__item" href="/faultmark/">
      <span class="lsf-main-menu__item-icon">${MARK}</span>Workbench</a>`;
    const projects = menu.querySelector('a[href="/projects"]')?.closest("li");
    if (projects) projects.after(item);
    else menu.prepend(item);
  }

  function settle() {
    keepInHeader();
    keepInMenu();
  }

  const style = document.createElement("style");
  style.textContent = STYLE;
  document.head.append(style);

  // One look a frame, however much React changes in it.
  let waiting = false;
  const observer = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      settle();
    });
  });
  observer.observe(document.body, { childList: true, subtree: true });
  // Opening a task changes the address alone, sometimes after the last change of the page.
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...given) {
      const result = original.apply(this, given);
      settle();
      return result;
    };
  }
  addEventListener("popstate", settle);
  window.faultmark.onAnswer(settle);
  settle();
})();
