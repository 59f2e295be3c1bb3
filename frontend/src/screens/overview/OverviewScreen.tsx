/** How a project stands: progress, agreement, classes, proposals, and what waits for whom. */
import { shareText } from "../../model/origin";
import type { OverviewDoc } from "../../net/types";
import { api } from "../boot";
import { useLoaded } from "../load";
import { ProjectFrame } from "../ProjectFrame";
import { Card, Histogram, Legend, StageBar } from "./bars";
import { Confusion, Machines, Matrix, Weeks } from "./matrices";
import { People, Proposals, Retention, Waiting } from "./tables";
import { Throughput } from "./Throughput";

const STAGE_NAMES: Readonly<Record<OverviewDoc["progress"]["stages"][number]["stage"], string>> = {
  untouched: "untouched", in_work: "being annotated", to_review: "to review", sent_back: "sent back", agreed: "agreed, no review wanted", settled: "settled",
};
const REASON_NAMES: Readonly<Record<string, string>> = { missed: "region missed", class: "class", boundaries: "boundaries", severity: "severity" };

export function OverviewScreen({ project }: { project: number }) {
  const [loaded, retry] = useLoaded((signal) => api.overview(project, signal), [project]);
  return (
    <ProjectFrame project={project} here="overview" name="Overview" loaded={loaded} retry={retry} about={(overview) => overview.project}>
      {(overview) => <Cards overview={overview} reload={retry} />}
    </ProjectFrame>
  );
}

function Cards({ overview, reload }: { overview: OverviewDoc; reload: () => void }) {
  const { project, progress, agreement } = overview;
  const csv = (table: string) => `/faultmark/api/projects/${project.id}/overview.csv?table=${table}`;
  const most = Math.max(1, ...agreement.reasons.map(({ count }) => count));
  const finished = progress.stages.filter(({ stage }) => stage === "agreed" || stage === "settled").reduce((sum, { tasks }) => sum + tasks, 0);
  return (
    <div class="overview">
      <div class="list-head">
        <h1>{project.title}</h1>
        {overview.names_hidden && <span class="pill">names are hidden from reviewers</span>}
        <button class="button" type="button" onClick={reload}>Refresh</button>
      </div>
      <div class="cards">
        <Card title="Progress" csv={csv("tasks")} wide>
          <p class="big">
            {finished.toLocaleString("en")} <span class="muted">of {progress.tasks.toLocaleString("en")} {progress.tasks === 1 ? "task" : "tasks"} finished · {progress.annotations.toLocaleString("en")} annotations</span>
          </p>
          <StageBar parts={progress.stages.map(({ stage, tasks }) => ({ key: stage, name: STAGE_NAMES[stage], count: tasks }))} />
          <Legend parts={progress.stages.map(({ stage, tasks }) => ({ key: stage, name: STAGE_NAMES[stage], count: tasks }))} />
        </Card>
        <Card title="What waits for whom">
          <Waiting rows={overview.waiting} project={project.id} />
        </Card>
        <Card title="Agreement of tasks" about="Range overlap: 1 where all marked, named and delimited alike." csv={csv("tasks")}>
          {agreement.scored === 0 ? (
            <p class="muted">No task has two annotations yet.</p>
          ) : (
            <>
              <p class="big">
                {agreement.mean === null ? "–" : shareText(agreement.mean)} <span class="muted">on average over {agreement.scored.toLocaleString("en")} {agreement.scored === 1 ? "task" : "tasks"}</span>
              </p>
              <Histogram bins={agreement.bins} low={agreement.low} />
            </>
          )}
        </Card>
        <Card title="What people disagree on" about="Counted over every two annotators of a task.">
          <dl class="bar-list">
            {agreement.reasons.map(({ reason, count }) => (
              <div key={reason}>
                <dt>{REASON_NAMES[reason] ?? reason}</dt>
                <dd><span class="bar" style={{ width: `${(count / most) * 100}%` }} /></dd>
                <dd class="number">{count.toLocaleString("en")}</dd>
              </div>
            ))}
          </dl>
        </Card>
        <Card title="Between annotators" about="Mean range overlap, and how many tasks both annotated." csv={csv("pairs")}>
          <Matrix matrix={overview.matrix} low={agreement.low} />
        </Card>
        <Card title="Between classes" about="Events that two annotators marked, by the class each gave; and what only one marked." csv={csv("classes")} wide>
          <Confusion confusion={overview.confusion} />
        </Card>
        <Card title="Annotators" csv={csv("annotators")} wide>
          <People rows={overview.annotators} low={agreement.low} />
        </Card>
        <Card title="Proposals, as people judged them" about="Precision: accepted or corrected, of all that were judged." csv={csv("proposals")} wide>
          <Proposals rows={overview.proposals} />
        </Card>
        <Card title="The last 30 days" csv={csv("days")}>
          <Throughput days={overview.throughput} />
        </Card>
        <Card title="Regions by machine" about="Over all annotators.">
          <Machines machines={overview.machines} />
        </Card>
        <Card title="Regions by week" about="Over all annotators, by the week in which their task was last annotated." csv={csv("weeks")}>
          <Weeks weeks={overview.weeks} />
        </Card>
        <Card title="Retention" about="When data are deleted, by the project's periods.">
          <Retention rows={overview.retention} />
        </Card>
      </div>
    </div>
  );
}
