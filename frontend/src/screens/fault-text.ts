/** What went wrong, where, and what to do about it, in one paragraph. */
import { ApiError } from "../net/api";
import type { FaultmarkErrorDict } from "../net/types";

/** A fault as the server tells it: place, message, what was expected, remedies. */
export function faultText(fault: FaultmarkErrorDict): string {
  const place = [
    fault.file,
    fault.line === null ? null : `line ${fault.line}`,
    fault.row_group === null ? null : `row group ${fault.row_group}`,
    fault.row === null ? null : `row ${fault.row}`,
    fault.column === null ? null : `column ${fault.column}`,
  ].filter((part) => part !== null);
  const sentences = [place.length > 0 ? `${place.join(", ")}: ${fault.message}` : fault.message];
  if (fault.expected !== null) sentences.push(`Expected: ${fault.expected}`);
  sentences.push(...fault.remedies.map(({ text }) => text));
  return sentences.join(" ");
}

/** Whatever was thrown. */
export function failureText(failure: unknown): string {
  if (!(failure instanceof ApiError)) return String(failure);
  return failure.error === null ? failure.detail : faultText(failure.error);
}
