/** Who has which role in a project, what the project allows its people, and how tasks are given out. */
import { useEffect, useState } from "preact/hooks";

import type { MembersDoc, ProjectDoc, RulesDoc } from "../../net/types";
import { api } from "../boot";
import { useLoaded } from "../load";
import { Failure, Header } from "../parts";
import { mayManage, ProjectTabs } from "../ProjectTabs";
import { Assign } from "./Assign";
import { Members } from "./Members";
import { Rules } from "./Rules";

export function PeopleScreen({ project }: { project: number }) {
  const [loaded, retry] = useLoaded(
    async (signal) => {
      const [about, members, rules] = await Promise.all([api.project(project, signal), api.members(project, signal), api.rules(project, signal)]);
      return { about, members, rules };
    },
    [project],
  );
  const title = loaded.state === "ready" ? loaded.value.about.title : `Project ${project}`;
  useEffect(() => {
    document.title = `People · ${title} · Faultmark`;
  }, [title]);
  return (
    <div class="screen">
      <Header crumbs={[{ text: "Projects", href: "/faultmark/" }, { text: title, href: `/faultmark/projects/${project}` }, { text: "People" }]}>
        <a class="button" href={`/projects/${project}/data`}>Open in Label Studio</a>
      </Header>
      {loaded.state === "ready" && <ProjectTabs project={loaded.value.about} here="people" />}
      <main class="list-page">
        {loaded.state === "failed" && (
          <Failure title="The people cannot be shown" error={loaded.error} retry={retry}>
            <a class="button" href={`/faultmark/projects/${project}`}>All tasks</a>
          </Failure>
        )}
        {loaded.state === "ready" && <People {...loaded.value} project={project} />}
      </main>
    </div>
  );
}

interface Loaded {
  readonly about: ProjectDoc;
  readonly members: MembersDoc;
  readonly rules: RulesDoc;
}

function People({ about, members, rules, project }: Loaded & { project: number }) {
  const [shown, setShown] = useState(members.results);
  const manages = mayManage(about);
  const renew = async () => { setShown((await api.members(project)).results); };
  return (
    <div class="list-inner form-page">
      <section aria-label="Members">
        <div class="list-head">
          <h1>People</h1>
        </div>
        {!manages && <p class="muted">You may look here. A manager of the project changes it.</p>}
        <Members project={project} rows={shown} manages={manages} changed={renew} />
      </section>
      {manages && <Assign project={project} people={shown} changed={renew} />}
      <Rules project={project} rules={rules} manages={manages} />
    </div>
  );
}
