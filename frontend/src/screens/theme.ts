/** The theme is Label Studio's own setting; it may change in another tab or with the system. */
import { computed, signal } from "@preact/signals";

function current(): "light" | "dark" {
  return document.documentElement.getAttribute("data-color-scheme") === "dark" ? "dark" : "light";
}

const attribute = signal(current());
export const theme = computed(() => attribute.value);

function apply(): void {
  const wanted = localStorage.getItem("preferred-color-scheme") ?? "Light";
  const dark = wanted === "Auto" ? matchMedia("(prefers-color-scheme: dark)").matches : wanted === "Dark";
  document.documentElement.setAttribute("data-color-scheme", dark ? "dark" : "light");
}

export function toggleTheme(): void {
  localStorage.setItem("preferred-color-scheme", theme.value === "dark" ? "Light" : "Dark");
  apply();
}

export function startTheme(): void {
  apply();
  addEventListener("storage", apply);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  new MutationObserver(() => {
    attribute.value = current();
  }).observe(document.documentElement, { attributeFilter: ["data-color-scheme"] });
  attribute.value = current();
}
