/** Which parts of which studies, with which parameters: "mds two-point:TP2", "all"; key=value goes to the studies that have the key. */
import { UsageError } from "../core/errors.js";
import { resolve } from "../core/params.js";
import type { Part, Study } from "../core/study.js";
import { suggestion, unknown } from "../core/suggest.js";
import { belongsTo, type Chosen } from "./run.js";

/** In the order of the registry, whatever the order of the names. Throws UsageError. */
export function select(names: readonly string[], given: Readonly<Record<string, string>>, studies: readonly Study[]): Chosen[] {
  const wanted = names.map((name) => wantedBy(name, studies));
  const chosen = studies.flatMap((study) => {
    const parts = study.parts.filter((part) => wanted.some((wants) => wants(study, part)));
    // A study without parts can be asked for too.
    return parts.length > 0 || names.includes(study.name) || names.includes("all") ? [{ study, parts }] : [];
  });
  checkOwners(
    Object.keys(given),
    chosen.map(({ study }) => study),
  );
  return chosen.map(({ study, parts }) => {
    const own = Object.entries(given).filter(([key]) => Object.hasOwn(study.defaults, key));
    return { study, parts, params: resolve(study.defaults, Object.fromEntries(own), `study ${study.name}`) };
  });
}

/** all, a study, or a study and the id of a part or of a claim: MC11 means MC11.det too, MC11.det the part that finds it out. */
function wantedBy(name: string, studies: readonly Study[]): (study: Study, part: Part) => boolean {
  if (name === "all") return () => true;
  const [of = "", ...rest] = name.split(":");
  const study = studies.find((one) => one.name === of);
  if (!study) throw unknownStudy(of, studies);
  if (rest.length === 0) return (one) => one === study;
  const id = rest.join(":");
  const isMeant = (part: Part): boolean => belongsTo(part.id, id) || belongsTo(id, part.id);
  if (!study.parts.some(isMeant))
    throw unknown(
      `claim of study ${of}`,
      id,
      study.parts.map((part) => part.id),
    );
  return (one, part) => one === study && isMeant(part);
}

/** MD4, or md4, is meant to be mds:MD4. */
function unknownStudy(name: string, studies: readonly Study[]): UsageError {
  const known = ["all", ...studies.map((one) => one.name)];
  const typed = name.toUpperCase();
  for (const study of studies)
    for (const { id } of study.parts) {
      if (belongsTo(id, name) || belongsTo(name, id)) return missing(name, `${study.name}:${name}`, known);
      if (belongsTo(typed, id.toUpperCase())) return missing(name, `${study.name}:${id}`, known);
    }
  return unknown("study", name, known);
}

const missing = (name: string, meant: string, known: readonly string[]): UsageError =>
  new UsageError(`unknown study ${JSON.stringify(name)}, did you mean ${JSON.stringify(meant)}? known: ${known.join(", ")}`);

/** Every parameter is one of some study's. */
function checkOwners(keys: readonly string[], studies: readonly Study[]): void {
  const known = [...new Set(studies.flatMap(({ defaults }) => Object.keys(defaults)))];
  const names = studies.map(({ name }) => name).join(", ");
  for (const key of keys) {
    if (known.includes(key)) continue;
    const where = `unknown parameter ${JSON.stringify(key)} of ${studies.length === 1 ? "study" : "studies"} ${names}`;
    if (known.length === 0) throw new UsageError(`${where}, which ${studies.length === 1 ? "has" : "have"} none`);
    throw new UsageError(`${where}${suggestion(key, known)} ${studies.length === 1 ? "it has" : "they have"} ${known.join(", ")}`);
  }
}
