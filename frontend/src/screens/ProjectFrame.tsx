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
  /** The page's name, as its tab says it. */
  readonly name: string;
  readonly loaded: Loaded<T>;
  readonly retry: () => void;
  readonly about: (value: T) => ProjectDoc;
  readonly children: (value: T) => ComponentChildren;
}

export function ProjectFrame<T>({ project, here, name, loaded, retry, about, children }: ProjectFrameProps<T>) {
  const known = loaded.state === "ready" ? about(loaded.value) : null;
  const title = known?.title ?? `Project ${project}`;
  useEffect(() => {
    document.title = `${name} · ${title} · Faultmark`;
  }, [name, title]);
  return (
    <div class="screen">
      <Header crumbs={[{ text: "Projects", href: "/faultmark/" }, { text: title, href: `/faultmark/projects/${project}` }, { text: name }]}>
        <a class="button" href={`/projects/${project}/data`}>Open in Label Studio</a>
      </Header>
      {known !== null && <ProjectTabs project={known} here={here} />}
      <main class="list-page">
        {loaded.state === "failed" && (
          <Failure title={`The ${name.toLowerCase()} cannot be shown`} error={loaded.error} retry={retry}>
            <a class="button" href={`/faultmark/projects/${project}`}>All tasks</a>
          </Failure>
        )}
        {loaded.state === "ready" && children(loaded.value)}
      </main>
    </div>
  );
}
