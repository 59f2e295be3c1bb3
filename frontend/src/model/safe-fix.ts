/** Which fix of a file that cannot be read may be taken without asking. */
import type { SeriesDoc } from "../net/types";

type Fault = NonNullable<SeriesDoc["error"]>;
type Options = Fault["remedies"][number]["options"];

/** Say how what is there is written: nothing of it is lost, and a wrong guess fails instead of passing. */
const HOW = new Set(["decimal", "thousands", "units", "separator", "time_column", "time_of_day", "time_format", "first_row", "sort"]);
/** Leave something out; another fix makes these needless. */
const LEAVES_OUT = new Set(["columns", "skip_lines", "missing", "reread"]);

/** The options of the one safe fix; null where there is none, or where several would do and somebody has to choose. */
export function safeFix(fault: Fault): Options | null {
  const fixes = fault.remedies.map(({ options }) => options).filter((options) => Object.keys(options).some((name) => !LEAVES_OUT.has(name)));
  const [only] = fixes;
  return only !== undefined && fixes.length === 1 && Object.keys(only).every((name) => HOW.has(name)) ? only : null;
}
