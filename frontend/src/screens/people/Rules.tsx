/** What a project allows and asks of its people, each rule saved as it is changed. */
import { useState } from "preact/hooks";

import type { RulesBody, RulesDoc } from "../../net/types";
import { api } from "../boot";
import { useChange } from "../change";

type Name = keyof RulesDoc;

interface Rule {
  readonly name: Name;
  readonly text: string;
  readonly about: string;
  readonly step?: number;
  readonly max?: number;
  readonly min?: number;
}

const RULES: readonly { title: string; rules: readonly Rule[] }[] = [
  {
    title: "Annotating",
    rules: [
      { name: "overlap", text: "Annotators a task", about: "How many people label each task.", min: 1, max: 20, step: 1 },
      { name: "distribution", text: "Tasks are given out", about: "Automatic: who asks for the next task gets one. Manual: only what a manager gives." },
      { name: "reservation_minutes", text: "Reservation, minutes", about: "How long a task that was taken stays reserved.", min: 1, step: 1 },
      { name: "see_others", text: "See each other", about: "Annotators see each other's annotations." },
      { name: "low_agreement", text: "Low agreement", about: "Below this a task calls for one more annotator.", min: 0, max: 1, step: 0.05 },
      { name: "most_extra", text: "Extra annotators, most", about: "How many are called beyond the overlap.", min: 0, step: 1 },
    ],
  },
  {
    title: "Reviewing",
    rules: [
      { name: "blind", text: "Blind review", about: "Reviewers do not learn who annotated." },
      { name: "review_own", text: "Review one's own", about: "A reviewer may judge a task that he annotated." },
      { name: "sample_share", text: "Random sample", about: "Share of the tasks without disagreement that is reviewed all the same.", min: 0, max: 1, step: 0.01 },
    ],
  },
  {
    title: "Agreement and consensus",
    rules: [
      { name: "min_iou", text: "Same event from IoU", about: "Least overlap of two regions that are taken to mean one event.", min: 0, max: 1, step: 0.05 },
      { name: "boundary_iou", text: "Boundaries differ below IoU", about: "Below this two regions of one event disagree on boundaries.", min: 0, max: 1, step: 0.05 },
      { name: "severity_step", text: "Severities differ from", about: "From this difference on two severities disagree.", min: 0, step: 0.5 },
      { name: "tolerance", text: "Tolerance of instants", about: "Ticks within which two instants agree: nanoseconds, or steps of a numeric axis.", min: 0, step: 1 },
      { name: "min_share", text: "Kept from share", about: "The consensus keeps an event when more than this share of people marked it.", min: 0, max: 1, step: 0.05 },
    ],
  },
];

export function Rules({ project, rules, manages }: { project: number; rules: RulesDoc; manages: boolean }) {
  const [kept, setKept] = useState(rules);
  const [said, setSaid] = useState("");
  const [problem, , run] = useChange();
  const change = (rule: Rule, body: RulesBody) => {
    const before = kept;
    setSaid("");
    setKept({ ...kept, ...body });
    void run(async () => {
      setKept(await api.changeRules(project, body));
      setSaid(`${rule.text}: saved.`);
    }).then((done) => {
      if (!done) setKept(before);
    });
  };
  return (
    <section aria-label="Rules">
      <h2>Rules</h2>
      {RULES.map((group) => (
        <fieldset key={group.title} class="rules" disabled={!manages}>
          <legend class="section-title">{group.title}</legend>
          {group.rules.map((rule) => (
            <label key={rule.name}>
              {rule.text}
              <Field rule={rule} value={kept[rule.name]} change={(body) => { change(rule, body); }} />
              <span class="muted">{rule.about}</span>
            </label>
          ))}
        </fieldset>
      ))}
      <p class="muted" role="status">{said}</p>
      {problem !== "" && <p class="problem" role="alert">{problem}</p>}
    </section>
  );
}

function Field({ rule, value, change }: { rule: Rule; value: RulesDoc[Name]; change: (body: RulesBody) => void }) {
  if (typeof value === "boolean") {
    return <input type="checkbox" checked={value} onChange={(event) => { change({ [rule.name]: event.currentTarget.checked }); }} />;
  }
  if (typeof value === "string") {
    return (
      <select class="input" value={value} onChange={(event) => { change({ [rule.name]: event.currentTarget.value }); }}>
        <option value="automatic">automatically</option>
        <option value="manual">manually</option>
      </select>
    );
  }
  return (
    <input
      class="input"
      type="number"
      min={rule.min}
      max={rule.max}
      step={rule.step}
      value={value}
      onChange={(event) => {
        if (event.currentTarget.reportValidity() && event.currentTarget.value !== "") change({ [rule.name]: event.currentTarget.valueAsNumber });
      }}
    />
  );
}
