/** Label Studio's answer to a body of the wrong shape, field by field: "rules 2, basis: This field may not be blank." */
export function fieldsText(fields: unknown, path = ""): string {
  if (typeof fields === "string") return path === "" ? fields : `${path}: ${fields}`;
  if (Array.isArray(fields)) {
    return fields.map((one, index) => fieldsText(one, typeof one === "string" ? path : `${path} ${index + 1}`)).filter(Boolean).join(" ");
  }
  if (typeof fields !== "object" || fields === null) return "";
  const named = (name: string) => (name === "non_field_errors" ? path : path === "" ? name : `${path}, ${name}`);
  return Object.entries(fields).map(([name, value]) => fieldsText(value, named(name))).filter(Boolean).join(" ");
}
