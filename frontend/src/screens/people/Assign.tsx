/** Gives free seats at tasks to people: by a rule, or all to chosen ones. */
import { useState } from "preact/hooks";

import type { AssignBody, MemberDoc } from "../../net/types";
import { api } from "../boot";
import { useChange } from "../change";

type By = NonNullable<AssignBody["by"]>;

const WAYS: readonly { by: By; text: string; about: string }[] = [
  { by: "load", text: "evenly", about: "Who has the fewest open tasks gets the next." },
  { by: "machine", text: "by machine", about: "All tasks of a machine go to the same people." },
  { by: "group", text: "by group", about: "A task goes to people of the group that its data names." },
];

export function Assign({ project, people, changed }: { project: number; people: readonly MemberDoc[]; changed: () => Promise<void> }) {
  const [by, setBy] = useState<By>("load");
  const [said, setSaid] = useState("");
  const [problem, busy, run] = useChange();
  const annotators = people.filter(({ role }) => role === "annotator").length;
  return (
    <section aria-label="Give out tasks">
      <h2>Give out tasks</h2>
      <p class="muted">Only as many people get a task as it wants. With automatic distribution nothing needs to be given out: who asks for the next task gets one.</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setSaid("");
          void run(async () => {
            const { given } = await api.assign(project, { by, machine_key: "", group_key: "group" });
            const tasks = new Set(given.map(({ task }) => task)).size;
            setSaid(given.length === 0 ? "No task has a free seat that anybody could take." : `${given.length} seats at ${tasks} ${tasks === 1 ? "task" : "tasks"} were given out.`);
            await changed();
          });
        }}
      >
        <div class="row-form">
          <label>
            Fill free seats
            <select class="input" value={by} onChange={(event) => { setBy(event.currentTarget.value as By); }}>
              {WAYS.map((way) => <option key={way.by} value={way.by}>{way.text}</option>)}
            </select>
          </label>
          <button class="button" type="submit" disabled={busy || annotators === 0}>Give out</button>
          <span class="muted" role="status">{said || (annotators === 0 ? "There is no annotator yet." : WAYS.find((way) => way.by === by)?.about)}</span>
        </div>
        {problem !== "" && <p class="problem" role="alert">{problem}</p>}
      </form>
    </section>
  );
}
