/** The people of a project, each with a role; a manager adds, changes and removes them. */
import { useState } from "preact/hooks";

import type { MemberDoc, MemberRole } from "../../net/types";
import { api, boot } from "../boot";
import { useChange } from "../change";
import { Dialog } from "../Dialog";

const ROLES: readonly { role: MemberRole; means: string }[] = [
  { role: "annotator", means: "labels the tasks that are given out" },
  { role: "reviewer", means: "sees all work, settles tasks or sends them back" },
  { role: "manager", means: "also imports, exports, and decides who is in the project" },
];

export function Members({ project, rows, manages, changed }: { project: number; rows: readonly MemberDoc[]; manages: boolean; changed: () => Promise<void> }) {
  const [problem, busy, run] = useChange();
  const [leaving, setLeaving] = useState<MemberDoc | null>(null);
  // Who manages knows everybody's id; who may not know it changes nothing.
  const change = ({ user }: MemberDoc, body: { role: MemberRole; group: string }) => {
    if (user !== null) void run(() => api.changeMember(project, user, body).then(changed));
  };
  return (
    <>
      {rows.length === 0 ? (
        <p class="muted">Nobody has a role yet. Who created the project manages it, and administrators may do everything.</p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>Person</th>
              <th>Role</th>
              <th>Group</th>
              <th class="number">Open</th>
              <th class="number">Sent back</th>
              <th class="number">Done</th>
              {manages && <th><span class="visually-hidden">Remove</span></th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.email}>
                <td>{row.email}{row.name !== "" && <span class="muted"> · {row.name}</span>}</td>
                <td>
                  {manages ? (
                    <select class="input" aria-label={`Role of ${row.email}`} value={row.role} disabled={busy} onChange={(event) => { change(row, { role: event.currentTarget.value as MemberRole, group: row.group }); }}>
                      {ROLES.map(({ role, means }) => <option key={role} value={role} title={means}>{role}</option>)}
                    </select>
                  ) : (
                    row.role
                  )}
                </td>
                <td>
                  {manages ? (
                    <input class="input" aria-label={`Group of ${row.email}`} value={row.group} maxLength={100} disabled={busy} onChange={(event) => { change(row, { role: row.role, group: event.currentTarget.value.trim() }); }} />
                  ) : (
                    row.group
                  )}
                </td>
                <td class="number">{row.open.toLocaleString("en")}</td>
                <td class="number">{row.sent_back.toLocaleString("en")}</td>
                <td class="number">{row.done.toLocaleString("en")}</td>
                {manages && (
                  <td class="number">
                    <button class="quiet" type="button" disabled={busy} aria-label={`Remove ${row.email}`} onClick={() => { setLeaving(row); }}>Remove</button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {problem !== "" && <p class="problem" role="alert">{problem}</p>}
      {manages && <AddMember project={project} changed={changed} />}
      {leaving !== null && (
        <Dialog title={`Remove ${leaving.email}?`} close={() => { setLeaving(null); }} narrow>
          <p>
            {leaving.email === boot.user.email ? "That is you. " : ""}What was annotated stays. {leaving.open > 0 ? `${leaving.open} open ${leaving.open === 1 ? "task goes" : "tasks go"} back to the others.` : ""}
          </p>
          <div class="actions">
            <button class="button" type="button" onClick={() => { setLeaving(null); }}>Keep</button>
            <button
              class="button primary"
              type="button"
              disabled={busy}
              onClick={() => {
                const { user } = leaving;
                setLeaving(null);
                if (user !== null) void run(() => api.removeMember(project, user).then(changed));
              }}
            >
              Remove
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function AddMember({ project, changed }: { project: number; changed: () => Promise<void> }) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<MemberRole>("annotator");
  const [group, setGroup] = useState("");
  const [problem, busy, run] = useChange();
  const means = ROLES.find((known) => known.role === role)?.means ?? "";
  return (
    <form
      aria-label="Add a person"
      onSubmit={(event) => {
        event.preventDefault();
        void run(() => api.addMember(project, { email: email.trim(), role, group: group.trim() }).then(changed)).then((done) => {
          if (done) setEmail("");
        });
      }}
    >
      <div class="row-form">
        <label>
          Add by e-mail
          <input class="input" type="email" required value={email} onInput={(event) => { setEmail(event.currentTarget.value); }} />
        </label>
        <label>
          Role
          <select class="input" value={role} onChange={(event) => { setRole(event.currentTarget.value as MemberRole); }}>
            {ROLES.map((known) => <option key={known.role} value={known.role}>{known.role}</option>)}
          </select>
        </label>
        <label>
          Group, if any
          <input class="input" value={group} maxLength={100} onInput={(event) => { setGroup(event.currentTarget.value); }} />
        </label>
        <button class="button primary" type="submit" disabled={busy || email.trim() === ""}>Add</button>
      </div>
      <p class="muted">{role[0]?.toUpperCase()}{role.slice(1)}: {means}.</p>
      {problem !== "" && <p class="problem" role="alert">{problem}</p>}
    </form>
  );
}
