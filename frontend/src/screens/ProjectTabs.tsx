/** The pages of one project; a person sees those that his role opens. */
import type { ProjectDoc } from "../net/types";

export type ProjectPage = "tasks" | "review" | "overview" | "people" | "data";

/** Whether a role may judge other people's work. */
export function mayReview(project: Pick<ProjectDoc, "role">): boolean {
  return project.role !== null && project.role !== "annotator";
}

/** Whether a role runs the project: its rules, its people, its detectors. */
export function mayManage(project: Pick<ProjectDoc, "role">): boolean {
  return project.role === "manager" || project.role === "administrator";
}

export function ProjectTabs({ project, here }: { project: ProjectDoc; here: ProjectPage }) {
  if (!mayReview(project)) return null;
  const base = `/faultmark/projects/${project.id}`;
  const pages: readonly [ProjectPage, string, string][] = [
    ["tasks", "Tasks", base],
    ["review", "Review", `${base}/review`],
    ["overview", "Overview", `${base}/overview`],
    ["people", "People", `${base}/people`],
    ...(mayManage(project) ? [["data", "Data", `${base}/data`] as [ProjectPage, string, string]] : []),
  ];
  return (
    <nav class="project-tabs" aria-label="Pages of this project">
      {pages.map(([page, text, href]) => (
        <a key={page} href={href} aria-current={page === here ? "page" : undefined}>{text}</a>
      ))}
    </nav>
  );
}
