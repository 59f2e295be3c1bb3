/** Small parts that all screens share. */
import type { ComponentChildren } from "preact";

import type { ApiError } from "../net/api";
import { boot } from "./boot";
import { theme, toggleTheme } from "./theme";

export function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M2 17h4l2-5 4 13 4-19 3 15 2-4h2" fill="none" stroke="var(--accent)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" />
      <path d="M26 7v18M30 7v18" stroke="#c2571a" stroke-width="2.4" stroke-linecap="round" />
    </svg>
  );
}

export function Header({ crumbs, children }: { crumbs: { text: string; href?: string }[]; children?: ComponentChildren }) {
  const dark = theme.value === "dark";
  return (
    <header class="header">
      <a class="brand" href="/faultmark/" aria-label="Faultmark, all projects">
        <Mark />
        Faultmark
      </a>
      <nav aria-label="Where you are">
        {crumbs.map(({ text, href }, index) => (
          <>
            {index > 0 && <span aria-hidden="true">/</span>}
            {href ? <a href={href}>{text}</a> : <span aria-current="page">{text}</span>}
          </>
        ))}
      </nav>
      {children}
      <button class="button" type="button" onClick={toggleTheme} aria-label={dark ? "Light theme" : "Dark theme"} title={dark ? "Light theme" : "Dark theme"}>
        {dark ? "☀" : "☾"}
      </button>
      <span class="avatar" title={boot.user.email}>
        {boot.user.initials}
      </span>
    </header>
  );
}

/** A failure in the middle of the page, with everything that is known of it and a way on. */
export function Failure({ title, error, retry, children }: { title: string; error: ApiError; retry?: (() => void) | undefined; children?: ComponentChildren }) {
  const place = error.error;
  return (
    <section class="message" role="alert">
      <h2>{title}</h2>
      <p>{error.detail}</p>
      {place !== null && (
        <dl>
          {place.file !== null && (<><dt>File</dt><dd>{place.file}</dd></>)}
          {place.line !== null && (<><dt>Line</dt><dd>{place.line.toLocaleString("en")}</dd></>)}
          {typeof place.row_group === "number" && (<><dt>Row group</dt><dd>{place.row_group.toLocaleString("en")}</dd></>)}
          {typeof place.row === "number" && (<><dt>Row</dt><dd>{place.row.toLocaleString("en")}</dd></>)}
          {place.column !== null && (<><dt>Column</dt><dd>{place.column}</dd></>)}
          {place.expected !== null && (<><dt>Expected</dt><dd>{place.expected}</dd></>)}
        </dl>
      )}
      <div class="actions">
        {children}
        {retry && (
          <button class="button" type="button" onClick={retry}>
            Try again
          </button>
        )}
      </div>
    </section>
  );
}

export function Meter({ value, total, label }: { value: number; total: number; label: string }) {
  const share = total > 0 ? Math.min(1, value / total) : 0;
  return (
    <div class="meter" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={total} aria-valuenow={value}>
      <span style={{ width: `${share * 100}%` }} />
    </div>
  );
}
