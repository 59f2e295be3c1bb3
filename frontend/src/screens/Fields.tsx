/** One field of the config, for regions or for the whole task. */
import type { TargetedKeyboardEvent } from "preact";

import { inkOn } from "../core/colour";
import { shownKey } from "../model/keymap";
import { namesIn } from "../model/region";
import type { Control, ControlValue, Problem } from "../net/types";

export interface FieldProps {
  control: Control;
  /** Undefined where there is none, or where several regions differ. */
  value: ControlValue | null | undefined;
  problem: Problem | undefined;
  /** Of several regions, whether they differ here. */
  mixed?: boolean;
  /** Colours of the options, by value; for labels. */
  colors?: Readonly<Record<string, string>>;
  /** Keys of the options, by value. */
  keys?: Readonly<Record<string, string>>;
  /** Keys of a rating's steps, shown together. */
  hint?: string;
  /** Colour of the region that the field belongs to. */
  tint?: string | undefined;
  change: (value: ControlValue | null, typing?: boolean) => void;
}

export function Field(props: FieldProps) {
  const { control, problem, mixed = false, hint } = props;
  const id = `field-${control.name}`;
  return (
    <div class={problem ? "field faulty" : "field"} role="group" aria-labelledby={id} data-field={control.name}>
      <span class="name" id={id}>
        <span>
          {control.title}
          {control.required && <span class="required" title="required"> *</span>}
        </span>
        {mixed && <span class="mixed">they differ</span>}
        {hint && <kbd>{hint}</kbd>}
      </span>
      <Input {...props} />
      {problem && (
        <p class="problem" role="alert">
          {problem.message}
        </p>
      )}
    </div>
  );
}

function Input(props: FieldProps) {
  switch (props.control.type) {
    case "labels":
    case "choices":
      return <Options {...props} />;
    case "rating":
      return <Rating {...props} />;
    case "number":
      return <NumberInput {...props} />;
    default:
      return <Text {...props} />;
  }
}

/** Arrows go from option to option, as in any group of radio buttons. */
function rove(event: TargetedKeyboardEvent<HTMLElement>): void {
  const by = ["ArrowRight", "ArrowDown"].includes(event.key) ? 1 : ["ArrowLeft", "ArrowUp"].includes(event.key) ? -1 : 0;
  if (by === 0 || !(event.target instanceof HTMLButtonElement)) return;
  const all = [...event.currentTarget.querySelectorAll("button")];
  const next = all[(all.indexOf(event.target) + by + all.length) % all.length];
  next?.focus();
  event.preventDefault();
  event.stopPropagation();
}

const sameEntry = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function Options({ control, value, change, colors, keys }: FieldProps) {
  const multiple = control.mode === "multiple";
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <div class={control.nested ? "options tree" : "options"} role={multiple ? "group" : "radiogroup"} aria-labelledby={`field-${control.name}`} onKeyDown={rove}>
      {control.options.map((option) => {
        // Nested choices: each is its path from the root, as Label Studio writes it.
        const entry = control.nested ? [...option.parents, option.value] : option.value;
        const on = control.nested ? chosen.some((other) => sameEntry(Array.isArray(other) ? other : [other], entry)) : namesIn(value ?? null).includes(option.value);
        const pick = () => {
          const rest = chosen.filter((other) => !sameEntry(other, entry));
          if (multiple) change(on ? rest : [...rest, entry]);
          else change(on && control.type === "choices" ? null : [entry]);
        };
        const color = colors?.[option.value];
        return (
          <button
            key={[...option.parents, option.value].join("/")}
            type="button"
            class={control.nested ? "option nested" : "option"}
            role={multiple ? "checkbox" : "radio"}
            aria-checked={on}
            aria-label={control.nested && option.parents.length > 0 ? [...option.parents, option.alias ?? option.value].join(", ") : undefined}
            title={option.hint ?? undefined}
            style={{ ...(color ? { "--swatch": color } : {}), "--depth": option.parents.length }}
            onClick={pick}
          >
            {color && <span class="swatch" aria-hidden="true" />}
            {multiple && !color && <span class="tick" aria-hidden="true">{on ? "✓" : ""}</span>}
            {option.alias ?? option.value}
            {keys?.[option.value] && <kbd>{keys[option.value]}</kbd>}
          </button>
        );
      })}
    </div>
  );
}

function Rating({ control, value, change, tint }: FieldProps) {
  const most = Math.max(1, Math.round(control.max ?? 5));
  const style = tint ? { "--swatch": tint, "--swatch-ink": inkOn(tint) } : undefined;
  return (
    <div class="segments" role="radiogroup" aria-labelledby={`field-${control.name}`} style={style} onKeyDown={rove}>
      {Array.from({ length: most }, (_, index) => index + 1).map((step) => (
        <button key={step} type="button" role="radio" aria-checked={value === step} aria-label={`${step} of ${most}`} title={`${step} of ${most} (${shownKey(`shift+${step}`)})`} onClick={() => { change(value === step ? null : step); }}>
          {step}
        </button>
      ))}
    </div>
  );
}

function NumberInput({ control, value, change, problem }: FieldProps) {
  const limits = control.min !== null && control.max !== null ? `${control.min} to ${control.max}` : control.min !== null ? `from ${control.min}` : control.max !== null ? `up to ${control.max}` : "";
  return (
    <input
      class="input"
      type="number"
      aria-labelledby={`field-${control.name}`}
      aria-invalid={problem !== undefined}
      value={typeof value === "number" ? value : ""}
      min={control.min ?? undefined}
      max={control.max ?? undefined}
      step={control.step ?? "any"}
      placeholder={limits}
      onInput={(event) => {
        const field = event.currentTarget;
        if (field.value === "" && !field.validity.badInput) change(null, true);
        else if (Number.isFinite(field.valueAsNumber)) change(field.valueAsNumber, true);
        field.setCustomValidity("");
        if (field.validity.rangeUnderflow || field.validity.rangeOverflow) field.setCustomValidity(`A number ${limits}, please.`);
        field.reportValidity();
      }}
    />
  );
}

/** Label Studio keeps a text area as a list of entries; how many there may be, the config says. */
function Text({ control, value, change, problem }: FieldProps) {
  const most = control.max_submissions ?? Number.POSITIVE_INFINITY;
  const entries = Array.isArray(value) && value.length > 0 ? value.map(String) : [""];
  const put = (next: readonly string[]) => {
    change(next.every((entry) => entry === "") ? null : next.length > 1 ? next.filter((entry, at) => entry !== "" || at === next.length - 1) : [...next], true);
  };
  return (
    <>
      {entries.map((entry, at) => (
        <textarea
          key={at}
          class="input"
          aria-labelledby={`field-${control.name}`}
          aria-invalid={problem !== undefined}
          rows={Math.max(control.rows, entries.length > 1 ? 1 : 2)}
          placeholder={control.placeholder}
          value={entry}
          onInput={(event) => { put(entries.with(at, event.currentTarget.value)); }}
        />
      ))}
      {entries.length < most && entries.at(-1) !== "" && most > 1 && (
        <button class="quiet" type="button" onClick={() => { change([...entries, ""], true); }}>
          + Another entry
        </button>
      )}
    </>
  );
}
