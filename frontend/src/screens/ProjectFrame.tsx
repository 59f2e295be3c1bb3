/** The frame of a page about a project: where one is, the project's tabs, and what is told when it cannot be loaded. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

import type { ProjectDoc } from "../net/types";
import type { Loaded } from "./load";
import { Failure, Header } from "./parts";
import { type ProjectPage, ProjectTabs } from "./ProjectTabs";

export interface ProjectFrameProps<T> {
  readonly project: number;
  readonly here: ProjectPage;
  /** The page's name, as its tab says it. The tasks are the project's own page: the project's name says where one is. */
  readonly name: string;
  readonly loaded: Loaded<T>;
  readonly retry: () => void;
  readonly about: (value: T) => ProjectDoc;
  readonly children: (value: T) => ComponentChildren;
}

export function ProjectFrame<T>({ project, here, name, loaded, retry, about, children }: ProjectFrameProps<T>) {
  const known = loaded.state === "ready" ? about(loaded.value) : null;
  const title = known?.title ?? `Project ${project}`;
  const home = `/faultmark/projects/${project}`;
  const below = here !== "tasks";
  useEffect(() => {
    document.title = [...(below ? [name] : []), title, "Faultmark"].join(" · ");
  }, [below, name, title]);
  return (
    <div class="screen">
      <Header crumbs={[{ text: "Projects", href: "/faultmark/" }, ...(below ? [{ text: title, href: home }, { text: name }] : [{ text: title }])]}>
        <a class="button" href={`/projects/${project}/data`}>Open in Label Studio</a>
      </Header>
      {known !== null && <ProjectTabs project={known} here={here} />}
      <main class="list-page">
        {loaded.state === "failed" && (
          <Failure title={`The ${name.toLowerCase()} cannot be shown`} error={loaded.error} retry={retry}>
            {below ? <a class="button" href={home}>All tasks</a> : <a class="button" href="/faultmark/">All projects</a>}
          </Failure>
        )}
        {loaded.state === "ready" && children(loaded.value)}
      </main>
    </div>
  );
}
