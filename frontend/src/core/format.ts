/** Writes a number; NaN becomes "–". */
export type NumberFormat = (value: number) => string;

const SPEC = /^(?<sign>[+ ])?(?<comma>,)?(?:\.(?<digits>\d{1,2}))?(?<trim>~)?(?<type>[defgrs%])?$/;
const PREFIXES: [number, string][] = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
  [1, ""],
  [1e-3, "m"],
  [1e-6, "µ"],
  [1e-9, "n"],
];

/**
 * A number format from the part of d3's specification that labeling configs use: sign, thousands, ".N",
 * and the types d, e, f, g, r, s and %. Null when the text is no such specification.
 */
export function parseFormat(text: string): NumberFormat | null {
  const groups = SPEC.exec(text.trim())?.groups;
  if (!groups || text.trim() === "") return null;
  const { sign, comma, trim, type = "g" } = groups;
  const given = groups.digits === undefined ? null : Number(groups.digits);
  return (value) => {
    if (Number.isNaN(value)) return "–";
    let body = write(Math.abs(value), type, given);
    if (trim) body = body.replace(/(\.\d*?)0+(?=\D*$)/, "$1").replace(/\.(?=\D*$)/, "");
    if (comma) body = body.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
    const negative = value < 0 && /[1-9]/.test(body);
    return `${negative ? "−" : (sign ?? "")}${body}`;
  };
}

function write(value: number, type: string, given: number | null): string {
  if (!Number.isFinite(value)) return "∞";
  switch (type) {
    case "d":
      return String(Math.round(value));
    case "e":
      return value.toExponential(given ?? 6);
    case "f":
      return value.toFixed(given ?? 6);
    case "%":
      return `${(value * 100).toFixed(given ?? 6)}%`;
    case "s": {
      const [size, prefix] = PREFIXES.find(([least]) => value >= least * (1 - 1e-12)) ?? [1, ""];
      return `${(value / size).toPrecision(Math.max(1, given ?? 6))}${prefix}`;
    }
    case "r":
      return String(Number(value.toPrecision(Math.max(1, given ?? 6))));
    default:
      return given === null ? String(Number(value.toPrecision(12))) : value.toPrecision(Math.max(1, given));
  }
}

/** A format with as many decimals as tell a thousandth of the range apart. */
export function formatForRange(low: number, high: number): NumberFormat {
  const span = high - low;
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!(span > 0) || !Number.isFinite(span)) return (value) => (Number.isNaN(value) ? "–" : plain(value));
  if (size >= 1e7 || size < 1e-4) return parseFormat(".4~g") ?? String;
  const decimals = Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(span))));
  return fixed(Math.min(decimals, 6));
}

/** Exactly so many decimals. */
export function fixed(decimals: number): NumberFormat {
  return (value) => {
    if (Number.isNaN(value)) return "–";
    const text = Math.abs(value).toFixed(decimals);
    return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
  };
}

/** Labels of value ticks: all with the same decimals; powers of ten once the zeros would not fit. */
export function tickFormat(step: number, largest: number, decimals: number): NumberFormat {
  if (largest >= 1e6 || (largest > 0 && largest < 1e-4)) {
    return (value) => (value === 0 ? "0" : value.toExponential(Math.max(0, digitsBetween(step, largest))).replace("e+", "e").replace("-", "−"));
  }
  return fixed(decimals);
}

function digitsBetween(step: number, largest: number): number {
  return Math.min(6, Math.floor(Math.log10(largest)) - Math.floor(Math.log10(step) + 1e-9));
}

/** A round value as short as it is: "0.002", "50", "2e6". */
export function roundText(value: number): string {
  const size = Math.abs(value);
  return size >= 1e5 || (size > 0 && size < 1e-3) ? value.toExponential().replace("e+", "e").replace("-", "−") : plain(value);
}

function plain(value: number): string {
  return String(Number(value.toPrecision(6))).replace("-", "−");
}
