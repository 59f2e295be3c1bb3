/** One field of the config, for a region or for the whole task. */
import { inkOn } from "../core/colour";
import type { Control, ControlValue, Problem } from "../net/types";
import { namesIn } from "../model/region";

interface FieldProps {
  control: Control;
  value: ControlValue | null | undefined;
  problem: Problem | undefined;
  /** Colours of the options, by value; for labels. */
  colors?: Readonly<Record<string, string>>;
  /** Keys of the options, by value; for labels. */
  keys?: Readonly<Record<string, string>>;
  /** Colour of the region that the field belongs to. */
  tint?: string | undefined;
  change: (value: ControlValue | null, typing?: boolean) => void;
}

export function Field(props: FieldProps) {
  const { control, problem } = props;
  const id = `field-${control.name}`;
  return (
    <div class="field" role="group" aria-labelledby={id}>
      <span class="name" id={id}>
        {control.title}
        {control.required && <span title="required"> *</span>}
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

function Options({ control, value, change, colors, keys }: FieldProps) {
  const multiple = control.mode === "multiple";
  if (control.nested) return <Tree control={control} value={value} change={change} />;
  const chosen = namesIn(value);
  return (
    <div class="options" role={multiple ? "group" : "radiogroup"}>
      {control.options.map((option) => {
        const on = chosen.includes(option.value);
        const pick = () => {
          if (multiple) change(on ? chosen.filter((name) => name !== option.value) : [...chosen, option.value]);
          else change(on && control.type === "choices" ? null : [option.value]);
        };
        const color = colors?.[option.value];
        return (
          <button
            key={option.value}
            type="button"
            class="option"
            role={multiple ? "checkbox" : "radio"}
            aria-checked={on}
            title={option.hint ?? undefined}
            style={color ? { "--swatch": color } : undefined}
            onClick={pick}
          >
            {color && <span class="swatch" aria-hidden="true" />}
            {option.alias ?? option.value}
            {keys?.[option.value] && <kbd>{keys[option.value]}</kbd>}
          </button>
        );
      })}
    </div>
  );
}

/** Nested choices: each is its path from the root, as Label Studio writes it. */
function Tree({ control, value, change }: Pick<FieldProps, "control" | "value" | "change">) {
  const paths = Array.isArray(value) ? value.map((part) => (Array.isArray(part) ? part.map(String) : [String(part)])) : [];
  const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((step, index) => step === b[index]);
  return (
    <div class="options tree" role="tree">
      {control.options.map((option) => {
        const path = [...option.parents, option.value];
        const on = paths.some((other) => same(other, path));
        const pick = () => {
          if (control.mode !== "multiple") change(on ? null : [path]);
          else change(on ? paths.filter((other) => !same(other, path)) : [...paths, path]);
        };
        return (
          <button key={path.join("/")} type="button" class="option nested" role="treeitem" aria-level={path.length} aria-checked={on} style={{ "--depth": option.parents.length }} onClick={pick}>
            {option.alias ?? option.value}
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
    <div class="segments" role="radiogroup" style={style}>
      {Array.from({ length: most }, (_, index) => index + 1).map((step) => (
        <button key={step} type="button" role="radio" aria-checked={value === step} aria-label={`${step} of ${most}`} onClick={() => { change(value === step ? null : step); }}>
          {step}
        </button>
      ))}
    </div>
  );
}

function NumberInput({ control, value, change, problem }: FieldProps) {
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
      onInput={(event) => {
        const typed = event.currentTarget.valueAsNumber;
        if (event.currentTarget.value === "") change(null, true);
        else if (Number.isFinite(typed)) change(typed, true);
      }}
    />
  );
}

/** Label Studio keeps a text area as a list; a line here is an entry there only where the config allows several. */
function Text({ control, value, change, problem }: FieldProps) {
  const several = control.max_submissions !== null && control.max_submissions > 1;
  const entries = Array.isArray(value) ? value.map(String) : [];
  const text = entries.join("\n");
  return (
    <textarea
      class="input"
      aria-labelledby={`field-${control.name}`}
      aria-invalid={problem !== undefined}
      rows={Math.max(control.rows, 2)}
      placeholder={control.placeholder}
      value={text}
      onInput={(event) => {
        const typed = event.currentTarget.value;
        change(typed === "" ? null : several ? typed.split("\n") : [typed], true);
      }}
    />
  );
}
