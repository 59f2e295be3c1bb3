/** Takes the labels out of a project: what was settled, what each annotator said, or everything. */
const CHOICES: readonly { labels: "settled" | "annotators" | "all"; text: string; about: string }[] = [
  { labels: "settled", text: "Settled labels", about: "What counts for each task: the reviewer's word, else the consensus, else the only annotator's." },
  { labels: "annotators", text: "Each annotator's", about: "Also what each person marked, with agreement and verdicts." },
  { labels: "all", text: "Everything", about: "Also every proposal, what became of it, and Label Studio's own JSON." },
];

export function LabelExport({ project }: { project: number }) {
  return (
    <section aria-label="Export labels">
      <div class="section-head">
        <h2>Labels</h2>
        <a class="link" href="/faultmark/docs/reference/label-records.md">What a record holds</a>
      </div>
      <p class="muted">JSON lines, a record for each task. The last line counts them: without it a download was cut off.</p>
      <table class="table compact">
        <tbody>
          {CHOICES.map(({ labels, text, about }) => (
            <tr key={labels}>
              <td class="strong">{text}</td>
              <td class="muted">{about}</td>
              <td class="number">
                <a class="button" download={`labels-${project}-${labels}.jsonl`} href={`/faultmark/api/projects/${project}/labels?labels=${labels}`} aria-label={`Download: ${text}`}>Download</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted">
        To keep a file up to date, <a class="link" href="/faultmark/docs/how-to/pull-labels.md">pull</a> fetches only what changed: <code>faultmark pull {project} --from {location.origin}</code>. Label Studio's own formats are under <a class="link" href={`/projects/${project}/data/export`}>its Export</a>.
      </p>
    </section>
  );
}
