/** What keys do in the review. */
import { asTick } from "../../core/tick";
import { clampWindow, fullWindow, meanStep, zoomWindow } from "../../core/window";
import { isTyping, pressText } from "../../model/keymap";
import type { Review } from "../../model/review/review";
import type { VerdictName } from "../../net/types";
import type { View } from "../view";

export interface ReviewSteps {
  judge(verdict: VerdictName): void;
  names(): void;
  help(): void;
}

export const REVIEW_KEYS: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: "N  P", does: "Next and previous disagreement" },
  { keys: "1 … 9", does: "Take the answer of the lane with that number into the settled lane" },
  { keys: "0", does: "Take the computed consensus" },
  { keys: "X  ⌫", does: "Leave the selected region out" },
  { keys: "← →", does: "Move the selected edge by one sample, with ⇧ by ten; V takes the other edge" },
  { keys: "J  K", does: "Next and previous region of the settled lane" },
  { keys: "F", does: "Zoom to the selected region; ⇧F shows the whole series" },
  { keys: "+  −", does: "Zoom at the crosshair" },
  { keys: "H", does: "Hide or show the annotators' names" },
  { keys: "C", does: "Write a comment" },
  { keys: "A", does: "Accept, or fix and accept when the settled lane was changed" },
  { keys: "R", does: "Send back, with the comment" },
  { keys: "Ctrl+Z  Ctrl+⇧Z", does: "Undo and redo" },
  { keys: "?", does: "These keys" },
];

export function handleReviewKey(event: KeyboardEvent, review: Review, view: View, steps: ReviewSteps): void {
  if (event.key === "Escape" && isTyping(event.target)) {
    (event.target as HTMLElement).blur();
    return;
  }
  if (isTyping(event.target) || view.dialog.value !== null) return;
  if ((event.key === "Enter" || event.key === " ") && event.target instanceof HTMLButtonElement) return;
  const text = pressText(event);
  if (text !== null && run(text, review, view, steps)) event.preventDefault();
}

function run(key: string, review: Review, view: View, steps: ReviewSteps): boolean {
  if (/^[1-9]$/.test(key)) {
    const lane = review.lanes.peek()[Number(key) - 1];
    return lane !== undefined && review.take(lane);
  }
  switch (key) {
    case "n":
    case "p":
      review.next(key === "n" ? 1 : -1);
      return true;
    case "0":
      return review.takeConsensus();
    case "x":
    case "backspace":
    case "delete":
      return review.leaveOut();
    case "j":
    case "k":
      review.selection.step(key === "j" ? 1 : -1);
      review.select(review.selection.lead.peek());
      return true;
    case "v":
      review.selection.edge.value = review.selection.edge.peek() === "start" ? "end" : "start";
      return true;
    case "h":
      steps.names();
      return true;
    case "a":
    case "shift+a":
      steps.judge(review.isFixed.peek() ? "fix" : "accept");
      return true;
    case "r":
      steps.judge("send_back");
      if (review.comment.peek().trim() === "") document.getElementById("review-comment")?.focus();
      return true;
    case "c":
      document.getElementById("review-comment")?.focus();
      return true;
    case "ctrl+z":
      review.history.undo();
      return true;
    case "ctrl+shift+z":
    case "ctrl+y":
      review.history.redo();
      return true;
    case "?":
      steps.help();
      return true;
    case "escape":
      review.select(null);
      return true;
    default:
      return onAxis(key, review, view);
  }
}

function onAxis(key: string, review: Review, view: View): boolean {
  const { telemetry } = review;
  const axis = telemetry.axis.peek();
  if (axis === null) return false;
  const window = telemetry.window.peek();
  const lead = review.selection.lead.peek();
  switch (key) {
    case "arrowleft":
    case "arrowright":
    case "shift+arrowleft":
    case "shift+arrowright": {
      const by = (key.endsWith("left") ? -1 : 1) * (key.startsWith("shift") ? 10 : 1);
      if (lead !== null) review.commands.nudgeEdge(lead, by);
      else telemetry.cursor.value = telemetry.stepped(telemetry.point(), by);
      return true;
    }
    case "f": {
      const target = review.region ?? review.current;
      if (target === null) return false;
      const air = (target.end - target.start) / 3n + BigInt(Math.ceil(meanStep(axis) * 20));
      telemetry.window.value = clampWindow(axis, { start: asTick(target.start - air), end: asTick(target.end + air) });
      return true;
    }
    case "shift+f":
      telemetry.window.value = fullWindow(axis);
      return true;
    case "+":
    case "=":
    case "-":
      telemetry.window.value = zoomWindow(axis, window, telemetry.point(), key === "-" ? 1 / 0.6 : 0.6);
      return true;
    default:
      view.said.value = "";
      return false;
  }
}
