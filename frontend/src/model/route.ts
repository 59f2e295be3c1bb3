/** Which page the address names, and how to get to another without loading anew. */
import { signal } from "@preact/signals-core";

export type Route =
  | { readonly page: "projects" }
  | { readonly page: "tasks"; readonly project: number }
  | { readonly page: "label"; readonly project: number; readonly task: number }
  /** Without a task: the one that waits first. */
  | { readonly page: "review"; readonly project: number; readonly task: number | null }
  | { readonly page: "overview"; readonly project: number }
  | { readonly page: "people"; readonly project: number }
  | { readonly page: "data"; readonly project: number }
  | { readonly page: "unknown"; readonly path: string };

export function parseRoute(path: string): Route {
  const label = /^\/faultmark\/projects\/(\d+)\/tasks\/(\d+)\/?$/.exec(path);
  if (label) return { page: "label", project: Number(label[1]), task: Number(label[2]) };
  const review = /^\/faultmark\/projects\/(\d+)(?:\/tasks\/(\d+))?\/review\/?$/.exec(path);
  if (review) return { page: "review", project: Number(review[1]), task: review[2] === undefined ? null : Number(review[2]) };
  const page = /^\/faultmark\/projects\/(\d+)\/(overview|people|data)\/?$/.exec(path);
  if (page) return { page: page[2] as "overview" | "people" | "data", project: Number(page[1]) };
  const tasks = /^\/faultmark\/projects\/(\d+)\/?$/.exec(path);
  if (tasks) return { page: "tasks", project: Number(tasks[1]) };
  if (/^\/faultmark\/?$/.test(path)) return { page: "projects" };
  return { page: "unknown", path };
}

export function pathOf(route: Route): string {
  if (route.page === "label") return `/faultmark/projects/${route.project}/tasks/${route.task}`;
  if (route.page === "review") return route.task === null ? `/faultmark/projects/${route.project}/review` : `/faultmark/projects/${route.project}/tasks/${route.task}/review`;
  if (route.page === "overview" || route.page === "people" || route.page === "data") return `/faultmark/projects/${route.project}/${route.page}`;
  if (route.page === "tasks") return `/faultmark/projects/${route.project}`;
  return route.page === "projects" ? "/faultmark/" : route.path;
}

export const route = signal<Route>({ page: "projects" });

export function go(to: Route): void {
  history.pushState(null, "", pathOf(to));
  route.value = to;
}

/** Follow the address bar and our own links from now on. */
export function startRouting(): void {
  const read = () => {
    route.value = parseRoute(location.pathname);
  };
  read();
  addEventListener("popstate", read);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link?.target !== "" || link.origin !== location.origin) return;
    const to = parseRoute(link.pathname);
    if (to.page === "unknown") return;
    event.preventDefault();
    go(to);
  });
}
