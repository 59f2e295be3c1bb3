/** Asks what a dataset is to be: by a form, or as the recipe itself in YAML. */
import { useState } from "preact/hooks";

import { FIRST_RECIPE, type RecipeForm, recipeText, type SplitBy } from "../../model/recipe";
import { useChange } from "../change";

const SPLITS: Readonly<Record<SplitBy, string>> = {
  machine: "Each machine goes to one split whole: tests on machines never seen.",
  run: "Each task goes to one split whole.",
  time: "What came later tests what came before, with a gap between.",
};

export interface BuildFormProps {
  readonly project: number;
  readonly name: string;
  /** YAML to begin with, instead of the form. */
  readonly recipe: string | null;
  readonly build: (recipe: string) => Promise<unknown>;
}

export function BuildForm({ project, name, recipe, build }: BuildFormProps) {
  const [form, setForm] = useState<RecipeForm>({ ...FIRST_RECIPE, name });
  const [yaml, setYaml] = useState(recipe);
  const [problem, busy, run] = useChange();
  return (
    <form
      aria-label="Build a dataset"
      onSubmit={(event) => {
        event.preventDefault();
        void run(() => build(yaml ?? recipeText(form, project)));
      }}
    >
      {yaml === null ? <Fields form={form} change={(part) => { setForm({ ...form, ...part }); }} /> : (
        <textarea class="input" aria-label="Recipe" spellcheck={false} value={yaml} onInput={(event) => { setYaml(event.currentTarget.value); }} />
      )}
      <div class="row-form">
        <button class="button primary" type="submit" disabled={busy}>Build</button>
        {yaml === null ? (
          <button class="button" type="button" onClick={() => { setYaml(recipeText(form, project)); }}>Write the recipe as YAML</button>
        ) : (
          <button class="button" type="button" onClick={() => { setYaml(null); }}>Back to the form</button>
        )}
      </div>
      {problem !== "" && <p class="problem" role="alert">{problem}</p>}
    </form>
  );
}

function Fields({ form, change }: { form: RecipeForm; change: (part: Partial<RecipeForm>) => void }) {
  const train = 100 - form.validation - form.test;
  return (
    <>
      <div class="row-form">
        <label>
          Name
          <input class="input" required pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" maxLength={64} title="Letters, digits, dots, dashes" value={form.name} onInput={(event) => { change({ name: event.currentTarget.value }); }} />
        </label>
        <Check text="Events table" checked={form.events} set={(events) => { change({ events }); }} />
        <Check text="Every sample with its label" checked={form.samples} set={(samples) => { change({ samples }); }} />
        <Check text="Windows" checked={form.windows} set={(windows) => { change({ windows }); }} />
      </div>
      {form.windows && (
        <div class="row-form">
          <Count text="Samples a window" value={form.length} min={2} max={1_000_000} set={(length) => { change({ length }); }} />
          <Count text="Stride" value={form.stride} min={1} set={(stride) => { change({ stride }); }} />
          <label>
            A window's class
            <select class="input long" value={form.rule} onChange={(event) => { change({ rule: event.currentTarget.value as RecipeForm["rule"] }); }}>
              <option value="any">any labeled sample</option>
              <option value="majority">majority</option>
              <option value="centre">centre sample</option>
              <option value="last">last sample</option>
            </select>
          </label>
          <label>
            Normalise, fitted on train
            <select class="input long" value={form.normalise} onChange={(event) => { change({ normalise: event.currentTarget.value as RecipeForm["normalise"] }); }}>
              <option value="zscore">mean and spread</option>
              <option value="minmax">least to largest</option>
              <option value="none">not at all</option>
            </select>
          </label>
        </div>
      )}
      {(form.windows || form.samples) && (
        <div class="row-form">
          <label>
            Split by
            <select class="input" value={form.by} onChange={(event) => { change({ by: event.currentTarget.value as SplitBy }); }}>
              <option value="machine">machine</option>
              <option value="run">task</option>
              <option value="time">time</option>
            </select>
          </label>
          <Count text="Validation, %" value={form.validation} min={0} max={99} set={(validation) => { change({ validation }); }} />
          <Count text="Test, %" value={form.test} min={0} max={99} set={(test) => { change({ test }); }} />
          <p class={train > 0 ? "muted" : "problem"}>{train > 0 ? `Train gets ${train} %. ${SPLITS[form.by]}` : "Nothing is left for train."}</p>
        </div>
      )}
      <div class="row-form">
        <Count text="Least agreement" value={form.agreement} min={0} max={1} step={0.05} set={(agreement) => { change({ agreement }); }} />
        <label>
          Classes that count as not labeled
          <input class="input" placeholder="unsure, other" value={form.ignore} onInput={(event) => { change({ ignore: event.currentTarget.value }); }} />
        </label>
      </div>
    </>
  );
}

function Check({ text, checked, set }: { text: string; checked: boolean; set: (value: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => { set(event.currentTarget.checked); }} />
      {text}
    </label>
  );
}

function Count({ text, value, min, max, step = 1, set }: { text: string; value: number; min: number; max?: number; step?: number; set: (value: number) => void }) {
  return (
    <label>
      {text}
      <input class="input short" type="number" required min={min} max={max} step={step} value={value} onInput={(event) => { if (event.currentTarget.value !== "") set(event.currentTarget.valueAsNumber); }} />
    </label>
  );
}
