/** The form of what is selected: a region, a proposal that editing turns into one, or several together. */
import type { AxisInfo } from "../core/types";
import { shownKey } from "../model/keymap";
import { originText, shareText } from "../model/origin";
import type { Proposal } from "../model/proposals";
import type { Region } from "../model/region";
import type { Session } from "../model/session";
import { appliesToRegion } from "../model/visibility";
import type { Control, ControlValue } from "../net/types";
import { keyedChoice, keyedLabels, keyedRating } from "./actions";
import { labelColor, regionColor } from "./drawn";
import { Field } from "./Fields";
import { ShownBy } from "./ShownBy";
import { theme } from "./theme";
import { TimeField } from "./TimeField";
import type { View } from "./view";
import { WorkOrderField } from "./WorkOrderField";

/** Keys that choose the labels, by value. */
export function labelKeys(session: Session, view: View): Record<string, string> {
  return Object.fromEntries(keyedLabels(session).flatMap((label, index) => (label === undefined || index > 8 ? [] : [[label.value, view.keymap.value.shown("label", index)]])));
}

interface Parts {
  session: Session;
  view: View;
  axis: AxisInfo;
}

export function RegionForm({ session, view, axis }: Parts) {
  const ids = session.selection.ids.value;
  const chosen = new Set(ids);
  const regions = session.items.value.filter(({ id }) => chosen.has(id)).map(({ region }) => region);
  const lead = session.region ?? session.proposal?.region ?? null;
  if (lead === null) return null;
  const { schema } = session;
  const doc = session.doc.value;
  const color = regionColor(schema, lead, theme.value);
  const controls = schema.controls.filter((control) => control.per_region && (control.type === "labels" || regions.some((region) => appliesToRegion(control, region, doc, schema))));
  const field = (control: Control) => {
    const first = JSON.stringify(lead.values[control.name] ?? null);
    const mixed = regions.some((region) => JSON.stringify(region.values[control.name] ?? null) !== first);
    return (
      <Field
        key={control.name}
        control={control}
        value={mixed ? undefined : lead.values[control.name]}
        mixed={mixed}
        problem={session.problems.find((problem) => problem.region !== null && chosen.has(problem.region) && problem.control === control.name)}
        colors={control.type === "labels" ? Object.fromEntries(control.options.map((option) => [option.value, labelColor(schema, control.name, option.value, theme.value)])) : {}}
        keys={keysOf(session, view, control)}
        hint={control === keyedRating(session) ? `${shownKey("shift+1")}–${Math.min(9, control.max ?? 5)}` : ""}
        tint={color}
        change={(value, typing) => { put(session, ids, control, value, typing); }}
      />
    );
  };
  const labels = controls.filter((control) => control.type === "labels");
  const others = controls.filter((control) => control.type !== "labels");
  return (
    <section class="region-form" aria-label="The selected region">
      <Head session={session} view={view} lead={lead} count={regions.length} />
      {labels.map(field)}
      {regions.length === 1 && (
        <div class={lead.instant ? "field" : "field pair"}>
          <TimeField name={lead.instant ? "At" : "Start"} session={session} view={view} axis={axis} id={ids.at(-1) ?? ""} region={lead} edge="start" />
          {!lead.instant && <TimeField name="End" session={session} view={view} axis={axis} id={ids.at(-1) ?? ""} region={lead} edge="end" />}
        </div>
      )}
      {others.map(field)}
      <ShownBy session={session} ids={ids} region={lead} />
      <WorkOrderField session={session} view={view} ids={ids} region={lead} />
      <Origin session={session} axis={axis} lead={lead} />
    </section>
  );
}

function put(session: Session, ids: readonly string[], control: Control, value: ControlValue | null, typing: boolean | undefined): void {
  if (control.type === "labels" && control.mode !== "multiple" && Array.isArray(value)) session.regions.chooseLabel(control.name, String(value[0]));
  else session.regions.setValue(ids, control.name, value, typing);
}

function keysOf(session: Session, view: View, control: Control): Record<string, string> {
  if (control.type === "labels") return labelKeys(session, view);
  if (control !== keyedChoice(session)) return {};
  return Object.fromEntries(control.options.slice(0, 9).map((option, index) => [option.value, view.keymap.value.shown("choice", index)]));
}

function Head({ session, view, lead, count }: { session: Session; view: View; lead: Region; count: number }) {
  const keymap = view.keymap.value;
  const { proposal } = session;
  const ids = session.selection.ids.value;
  if (count > 1) {
    return (
      <>
        <h2 class="section-title"><span>{count} selected</span></h2>
        <div class="actions tools">
          {session.selectedProposals.length > 0 && <button class="button primary" type="button" onClick={() => session.acceptSelected()}>Accept <kbd>{keymap.shown("accept")}</kbd></button>}
          <button class="button" type="button" onClick={() => session.regions.merge(ids)}>Merge <kbd>{keymap.shown("merge")}</kbd></button>
          <button class="button" type="button" onClick={() => { session.regions.duplicate(ids); }}>Duplicate <kbd>{keymap.shown("duplicate")}</kbd></button>
          <button class="button" type="button" onClick={() => { if (!session.dismissSelected()) session.regions.remove(ids); }}>Delete <kbd>{keymap.shown("delete")}</kbd></button>
        </div>
      </>
    );
  }
  if (proposal !== null) return <ProposalHead session={session} view={view} proposal={proposal} />;
  const place = session.ordered.value.findIndex(({ id }) => id === lead.id) + 1;
  return (
    <h2 class="section-title">
      <span>Region {place} of {session.ordered.value.length}</span>
      <button class="quiet" type="button" onClick={() => { session.regions.duplicate(ids); }} title="The same once more">
        Duplicate <kbd>{keymap.shown("duplicate")}</kbd>
      </button>
      <button class="quiet" type="button" onClick={() => { session.regions.remove(ids); }}>
        Delete <kbd>{keymap.shown("delete")}</kbd>
      </button>
    </h2>
  );
}

function ProposalHead({ session, view, proposal }: { session: Session; view: View; proposal: Proposal }) {
  const keymap = view.keymap.value;
  return (
    <>
      <h2 class="section-title">
        <span>Proposal of {proposal.model || "a model"}</span>
        <span class="strong" title="Confidence">{shareText(proposal.score)}</span>
      </h2>
      <div class="actions tools">
        <button class="button primary" type="button" onClick={() => session.acceptSelected()}>Accept <kbd>{keymap.shown("accept")}</kbd></button>
        <button class="button" type="button" onClick={() => session.dismissSelected()}>Dismiss <kbd>{keymap.shown("delete")}</kbd></button>
      </div>
      <p class="muted note">Any change below, or to its edges, makes it your region.</p>
    </>
  );
}

function Origin({ session, axis, lead }: { session: Session; axis: AxisInfo; lead: Region }) {
  const text = originText(lead, session.proposals.parentOf(lead), axis);
  return text === null ? null : <p class="muted note">{text}</p>;
}
