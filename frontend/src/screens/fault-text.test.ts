import { expect, test } from "vitest";

import { ApiError, errorFromBody } from "../net/api";
import { failureText } from "./fault-text";

test("a refused recipe is told with its line and what to do", () => {
  const error = { code: "dataset.split.random", message: "splits.by: no.", file: "recipe", line: 5, column: null, row: null, row_group: null, expected: null, remedies: [{ text: "Set splits.by to machine.", options: {} }] };
  const answer = errorFromBody(422, "", JSON.stringify({ detail: "splits.by: no.", error }));
  expect(failureText(answer)).toBe("recipe, line 5: splits.by: no. Set splits.by to machine.");
});

test("a field that was refused is named", () => {
  const body = { detail: "Validation error", validation_errors: { rules: [{}, { basis: ["This field may not be blank."] }] } };
  expect(failureText(errorFromBody(400, "", JSON.stringify(body)))).toBe("rules 2, basis: This field may not be blank.");
  expect(failureText(errorFromBody(400, "", JSON.stringify({ detail: "Validation error", validation_errors: { non_field_errors: ["No."] } })))).toBe("No.");
});

test("what has no fault says the server's sentence, and a bug says itself", () => {
  expect(failureText(new ApiError(403, "You have no permission for this."))).toBe("You have no permission for this.");
  expect(failureText(new TypeError("x"))).toBe("TypeError: x");
});
