/** What was done day by day: annotations upwards, verdicts beside them. */
import type { OverviewDoc } from "../../net/types";
import { Legend } from "./bars";

const HEIGHT = 96;

export function Throughput({ days }: { days: OverviewDoc["throughput"] }) {
  const most = Math.max(1, ...days.map(({ submitted, settled }) => Math.max(submitted, settled)));
  const total = (pick: (day: OverviewDoc["throughput"][number]) => number) => days.reduce((sum, day) => sum + pick(day), 0);
  const date = (day: string) => new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
  const first = days[0];
  const last = days.at(-1);
  return (
    <>
      <div class="days">
        {days.map(({ day, submitted, settled, sent_back }) => (
          <div key={day} title={`${date(day)}: ${submitted} annotations, ${settled} settled, ${sent_back} sent back`}>
            <span class="stage-in_work" style={{ height: `${(submitted / most) * HEIGHT}px` }} />
            <span class="stage-settled" style={{ height: `${(settled / most) * HEIGHT}px` }} />
          </div>
        ))}
      </div>
      <div class="scale" aria-hidden="true">
        <span>{first === undefined ? "" : date(first.day)}</span>
        <span>{last === undefined ? "" : date(last.day)}</span>
      </div>
      <Legend
        parts={[
          { key: "in_work", name: "annotations submitted", count: total((day) => day.submitted) },
          { key: "settled", name: "tasks settled", count: total((day) => day.settled) },
        ]}
      />
    </>
  );
}
