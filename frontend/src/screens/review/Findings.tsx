/** Right of the review: the disagreements, what each says of the chosen one, the settled region's form, the talk. */
import { useEffect, useRef } from "preact/hooks";
import type { AxisInfo } from "../../core/types";
import { shareText } from "../../model/origin";
import { noteOf, regionIn, shortName, type Disagreement } from "../../model/review/lanes";
import type { Review } from "../../model/review/review";
import { clockText, momentText, placeText } from "../../model/times";
import type { Region } from "../../model/region";
import { appliesToRegion } from "../../model/visibility";
import { labelColor, labelOf, regionColor, severityOf } from "../drawn";
import { Field } from "../Fields";
import { theme } from "../theme";
import type { View } from "../view";
import { Talk } from "./Talk";

interface Parts {
  review: Review;
  view: View;
  axis: AxisInfo | null;
}

export function Findings({ review, view, axis }: Parts) {
  const found = review.disagreements.value;
  return (
    <aside class="details review-details" aria-label="Disagreements">
      <section>
        <h2 class="section-title">
          <span>{found.length === 0 ? "No disagreement" : found.length === 1 ? "1 disagreement" : `${found.length} disagreements`}</span>
        </h2>
        {found.length === 0 && <p class="muted">{review.lanes.value.some(({ kind }) => kind === "annotator") ? "The annotators say the same. Accept, or look through the regions with J and K." : "Nobody has labeled this task yet."}</p>}
        {axis !== null && (
          <ul class="region-list">
            {found.map((disagreement, index) => <Row key={disagreement.id} review={review} view={view} axis={axis} disagreement={disagreement} index={index} />)}
          </ul>
        )}
      </section>
      {axis !== null && <Comparison review={review} view={view} axis={axis} />}
      {axis !== null && <SettledForm review={review} />}
      {axis !== null && <Talk review={review} view={view} axis={axis} />}
    </aside>
  );
}

/** Such as "Class: level shift or drop", or "Missed by B". */
function titleOf(review: Review, disagreement: Disagreement): string {
  const lanes = review.lanes.value;
  const name = (key: string) => {
    const lane = lanes.find((candidate) => candidate.key === key);
    return lane === undefined ? key : shortName(lane);
  };
  const said = [...new Set(disagreement.marked.map(({ value }) => value).filter(Boolean))].join(" or ");
  switch (disagreement.reason) {
    case "missed":
      return `Missed by ${disagreement.missing.map(name).join(", ")}`;
    case "class":
      return said ? `Class: ${said}` : "Class";
    case "severity":
      return said ? `Severity: ${said}` : "Severity";
    default:
      return "Boundaries";
  }
}

function Row({ review, view, axis, disagreement, index }: { review: Review; view: View; axis: AxisInfo; disagreement: Disagreement; index: number }) {
  const settled = review.settledIn(disagreement);
  const row = useRef<HTMLLIElement>(null);
  const isLookedAt = review.at.value === index;
  useEffect(() => {
    if (isLookedAt) row.current?.scrollIntoView({ block: "nearest" });
  }, [isLookedAt]);
  return (
    <li ref={row}>
      <button
        type="button"
        class="region-row disagreement-row"
        aria-pressed={isLookedAt}
        style={settled === null ? undefined : { "--swatch": regionColor(review.schema, settled, theme.value) }}
        onClick={() => { review.look(index); }}
      >
        <span class="swatch" aria-hidden="true" />
        <span class="what" title={titleOf(review, disagreement)}>{titleOf(review, disagreement)}</span>
        <span class="when" title={momentText(axis, disagreement.start, view.zone.value)}>{placeText(axis, disagreement.start, view.zone.value)}</span>
        <span class="amount">{disagreement.score === null ? "" : `IoU ${shareText(disagreement.score)}`}</span>
      </button>
    </li>
  );
}

interface Said {
  key: string;
  name: string;
  region: Region | null;
  score: number | null;
  /** Number of the key that takes it. */
  place: number;
}

function Comparison({ review, view, axis }: { review: Review; view: View; axis: AxisInfo }) {
  const disagreement = review.current;
  const picked = review.picked.value;
  if (disagreement === null && picked === null) return null;
  const { schema } = review;
  const settled = disagreement === null ? (picked === null ? null : review.settledAt(picked.region)) : review.settledIn(disagreement);
  const rows: Said[] = review.lanes.value.map((lane, index) => {
    const region = disagreement !== null ? regionIn(disagreement, lane) : picked?.lane.key === lane.key ? picked.region : null;
    return { key: lane.key, name: shortName(lane), region, score: lane.kind === "model" ? (region?.score ?? null) : null, place: index + 1 };
  });
  const time = (tick: Region["start"]) => clockText(axis, tick, view.zone.value).slice(0, axis.kind === "number" ? undefined : 8);
  const cells = (region: Region | null, score: number | null) =>
    region === null ? (
      <td colSpan={4} class="muted">nothing here</td>
    ) : (
      <>
        <td>{labelOf(schema, region)?.text ?? "no label"}</td>
        <td title={momentText(axis, region.start, view.zone.value)}>{time(region.start)}</td>
        <td title={momentText(axis, region.end, view.zone.value)}>{region.instant ? "" : time(region.end)}</td>
        <td>{[severityOf(schema, region), score === null ? null : shareText(score)].filter((part) => part !== null).join(", ")}</td>
      </>
    );
  const notes = rows.flatMap((row) => {
    const text = row.region === null ? "" : noteOf(row.region, schema);
    return row.region === null || text === "" ? [] : [{ name: row.name, at: row.region.start, text }];
  });
  const inConsensus = disagreement !== null && review.sheet.value.consensus.regions.length > 0;
  return (
    <>
      <section aria-label="What each says">
        <h2 class="section-title"><span>{disagreement === null ? `Region of ${picked === null ? "" : shortName(picked.lane)}` : titleOf(review, disagreement)}</span></h2>
        <table class="comparison">
          <thead>
            <tr><th /><th>class</th><th>start</th><th>end</th><th>sev.</th></tr>
          </thead>
          <tbody>
            {rows.filter((row) => row.region !== null || disagreement?.missing.includes(row.key)).map((row) => (
              <tr key={row.key}><th scope="row">{row.name}</th>{cells(row.region, row.score)}</tr>
            ))}
            <tr class="settled"><th scope="row">settled</th>{cells(settled, null)}</tr>
          </tbody>
        </table>
        <div class="actions">
          {rows.filter(({ region }) => region !== null).map((row) => {
            const lane = review.lanes.value[row.place - 1];
            return lane === undefined ? null : (
              <button key={row.key} class="button" type="button" onClick={() => review.take(lane)}>
                Take {row.name} <kbd>{row.place}</kbd>
              </button>
            );
          })}
          {inConsensus && <button class="button" type="button" onClick={() => review.takeConsensus()}>Consensus <kbd>0</kbd></button>}
          {settled !== null && <button class="button" type="button" onClick={() => review.leaveOut()}>Leave out <kbd>X</kbd></button>}
        </div>
      </section>
      {notes.length > 0 && (
        <section aria-label="Notes">
          <h2 class="section-title"><span>Notes</span></h2>
          {notes.map((note) => (
            <div key={note.name} class="said-note">
              <p class="muted">{note.name}, at {time(note.at)}</p>
              <p>{note.text}</p>
            </div>
          ))}
        </section>
      )}
    </>
  );
}

/** The fields of the settled region that is selected. */
function SettledForm({ review }: { review: Review }) {
  const { region, schema } = review;
  if (region === null) return null;
  const doc = review.doc.value;
  const controls = schema.controls.filter((control) => control.per_region && (control.type === "labels" || appliesToRegion(control, region, doc, schema)));
  const problems = review.problems.value;
  return (
    <section class="region-form" aria-label="The settled region">
      <h2 class="section-title"><span>Settled region</span></h2>
      {controls.map((control) => (
        <Field
          key={control.name}
          control={control}
          value={region.values[control.name]}
          problem={problems.find((problem) => problem.region === region.id && problem.control === control.name)}
          colors={control.type === "labels" ? Object.fromEntries(control.options.map((option) => [option.value, labelColor(schema, control.name, option.value, theme.value)])) : {}}
          tint={regionColor(schema, region, theme.value)}
          change={(value, typing) => { review.commands.setValue([region.id], control.name, value, typing); }}
        />
      ))}
    </section>
  );
}
