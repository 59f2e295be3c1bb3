/** Who has which role in a project, what the project allows its people, and how tasks are given out. */
import { useState } from "preact/hooks";

import type { MembersDoc, ProjectDoc, RulesDoc } from "../../net/types";
import { api } from "../boot";
import { useLoaded } from "../load";
import { ProjectFrame } from "../ProjectFrame";
import { mayManage } from "../ProjectTabs";
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
  return (
    <ProjectFrame project={project} here="people" name="People" loaded={loaded} retry={retry} about={({ about }) => about}>
      {(found) => <People {...found} project={project} />}
    </ProjectFrame>
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
