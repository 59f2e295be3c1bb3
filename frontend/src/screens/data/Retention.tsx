/** How long a project keeps what: its periods, what falls due, what is held back, and the record of all that. */
import { useState } from "preact/hooks";

import type { AuditEntry, DuePlan, RetentionDoc } from "../../net/types";
import { api } from "../boot";
import { Audit } from "./Audit";
import { Due } from "./Due";
import { Holds } from "./Holds";
import { Periods } from "./Periods";

interface Parts {
  readonly project: number;
  readonly retention: RetentionDoc;
  readonly plan: DuePlan;
  readonly audit: readonly AuditEntry[];
}

export function Retention({ project, ...first }: Parts) {
  const [shown, setShown] = useState(first);
  // Every change shows in what is due and in the record.
  const renew = async () => {
    const [retention, plan, audit] = await Promise.all([api.retention(project), api.duePlan(project), api.audit(project)]);
    setShown({ retention, plan, audit: audit.results });
  };
  const saved = JSON.stringify(shown.retention.rules);
  return (
    <section aria-label="Retention">
      <div class="section-head">
        <h2>Retention</h2>
        <a class="link" href={`/faultmark/api/projects/${project}/retention/disclosure`}>The disclosure that follows from it</a>
        <a class="link" href="/faultmark/docs/how-to/retention.md">How it works</a>
      </div>
      <p class="muted">Without a period data are kept until somebody deletes them. What is due is erased every day, and each deletion is proven in the record.</p>
      <Periods key={saved} project={project} rules={shown.retention.rules} changed={renew} />
      <Due project={project} plan={shown.plan} changed={renew} />
      <Holds project={project} holds={shown.retention.holds} changed={renew} />
      <Audit entries={shown.audit} />
    </section>
  );
}
