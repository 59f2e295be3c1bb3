/** What goes out of a project, and how long it is kept: datasets, labels, webhooks, retention. For managers. */
import { ApiError } from "../../net/api";
import type { AuditEntry, DatasetDoc, DuePlan, HookDoc, ProjectDoc, RetentionDoc } from "../../net/types";
import { api } from "../boot";
import { useLoaded } from "../load";
import { ProjectFrame } from "../ProjectFrame";
import { mayManage } from "../ProjectTabs";
import { Datasets } from "./Datasets";
import { LabelExport } from "./LabelExport";
import { Retention } from "./Retention";
import { Webhooks } from "./Webhooks";

interface DataDoc {
  readonly about: ProjectDoc;
  readonly datasets: readonly DatasetDoc[];
  readonly retention: RetentionDoc;
  readonly plan: DuePlan;
  readonly audit: readonly AuditEntry[];
  readonly hooks: readonly HookDoc[];
}

async function fetchData(project: number, signal: AbortSignal): Promise<DataDoc> {
  const about = await api.project(project, signal);
  if (!mayManage(about)) throw new ApiError(403, "Datasets, exports and retention are for the project's managers.");
  const [datasets, retention, plan, audit, hooks] = await Promise.all([api.datasets(project, signal), api.retention(project, signal), api.duePlan(project, signal), api.audit(project, signal), api.hooks(project, signal)]);
  return { about, datasets: datasets.results, retention, plan, audit: audit.results, hooks: hooks.results };
}

export function DataScreen({ project }: { project: number }) {
  const [loaded, retry] = useLoaded((signal) => fetchData(project, signal), [project]);
  return (
    <ProjectFrame project={project} here="data" name="Data" loaded={loaded} retry={retry} about={({ about }) => about}>
      {(found) => (
        <div class="list-inner form-page">
          <div class="list-head">
            <h1>Data</h1>
          </div>
          <Datasets project={found.about} first={found.datasets} />
          <LabelExport project={project} />
          <Webhooks project={project} first={found.hooks} />
          <Retention project={project} {...found} />
        </div>
      )}
    </ProjectFrame>
  );
}
