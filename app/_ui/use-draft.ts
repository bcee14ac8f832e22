"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { type Change, type Clash, changesOf, type Draft, restored, type Values } from "./draft.ts";

/**
 * Fields whose value somebody else may change too: those of a form that was made from a version, and cells
 * that say what they were read as.
 */
const isShared = (form: HTMLFormElement) => (name: string) =>
  form.elements.namedItem("version") !== null ||
  form.elements.namedItem(name.replace(/^cell\./, "read.")) !== form.elements.namedItem(name);

/**
 * Keeps what is changed in a form on this device until it is saved, and asks before it is left unsaved (with
 * no `leaveWords` it does not ask). A draft is put back into the form as it stands now: what somebody changed
 * since is a clash that is chosen about, or the server is told the version that the draft was made from.
 * @param held whether something is typed that a fresh page would take away
 */
export function useDraft(
  form: RefObject<HTMLFormElement | null>,
  name: string | undefined,
  leaveWords: string,
  held: RefObject<boolean>,
) {
  const [savedAt, setSavedAt] = useState<string>();
  const [restoredAt, setRestoredAt] = useState<string>();
  const [clashes, setClashes] = useState<Record<string, Clash>>({});
  const opened = useRef<Values>({});
  /** The draft's version, and what each clash was made from: kept with it until they are settled. */
  const from = useRef<{ version: string | undefined; clashes: Record<string, Clash> }>({
    version: undefined,
    clashes: {},
  });

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    opened.current = valuesOf(element, "default");
    const draft = name ? read(name) : undefined;
    if (draft && name) {
      const { put, clashes: met } = restored(draft, opened.current, isShared(element));
      if (Object.keys(put).length > 0) {
        from.current = { version: draft.version, clashes: met };
        fill(element, put);
        setClashes(met);
        setRestoredAt(draft.at);
        held.current = true;
      } else localStorage.removeItem(name);
    }
    const onInput = () => {
      const changes: Record<string, Change> = changesOf(opened.current, valuesOf(element));
      held.current = Object.keys(changes).length > 0;
      if (!name) return;
      const open = Object.entries(from.current.clashes);
      for (const [clash, { from: before }] of open)
        if (changes[clash]) changes[clash] = { ...changes[clash], from: [before] };
      const at = new Date().toISOString();
      const version = open.length > 0 ? from.current.version : versionOf(element);
      if (held.current) localStorage.setItem(name, JSON.stringify({ at, version, changes } satisfies Draft));
      else localStorage.removeItem(name);
      setSavedAt(held.current ? at : undefined);
    };
    const onUnload = (event: BeforeUnloadEvent) => leaveWords && held.current && event.preventDefault();
    const onLeave = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.("a[href]");
      if (
        !leaveWords ||
        !held.current ||
        !link ||
        link.getAttribute("href")?.startsWith("#") ||
        link.getAttribute("target")
      )
        return;
      if (link.hasAttribute("data-returns") || confirm(leaveWords)) held.current = false;
      else {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    element.addEventListener("input", onInput);
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onLeave, true);
    return () => {
      element.removeEventListener("input", onInput);
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onLeave, true);
    };
  }, [form, name, leaveWords, held]);

  const forget = useCallback(() => {
    held.current = false;
    if (name) localStorage.removeItem(name);
  }, [name, held]);

  /** One clash is chosen about: what the draft says was made from what stands now. */
  const settle = useCallback((field: string) => {
    const { [field]: _, ...left } = from.current.clashes;
    from.current = { ...from.current, clashes: left };
    setClashes(left);
  }, []);

  /** Somebody saved before: what now stands is what the form is made from. */
  const meet = useCallback((current: Readonly<Record<string, string>>) => {
    const before = opened.current;
    const plain = Object.entries(current).filter(([field]) => before[field]?.length === 1);
    opened.current = { ...before, ...Object.fromEntries(plain.map(([field, value]) => [field, [value]])) };
    from.current = { version: undefined, clashes: {} };
    setClashes({});
  }, []);

  return {
    savedAt,
    restoredAt,
    clashes,
    /** What the server is told that the form was made from, as long as a clash is open. */
    version: Object.keys(clashes).length > 0 ? from.current.version : undefined,
    /** What the form was made from: of a clash that nobody chose about, what the draft was made from. */
    openedAs: useCallback(() => {
      const open = Object.entries(from.current.clashes).map(([field, clash]) => [field, [clash.from]]);
      return { ...opened.current, ...Object.fromEntries(open) } as Values;
    }, []),
    forget,
    settle,
    meet,
  };
}

/** A draft of an earlier kind held every field, others' too: it is no draft. */
function read(name: string): Draft | undefined {
  const draft = JSON.parse(localStorage.getItem(name) ?? "null") as Partial<Draft> | null;
  return draft?.changes ? (draft as Draft) : undefined;
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const isTick = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type);

/** What a person fills in: not what travels along unseen, no secret, no file. */
function* fieldsIn(form: HTMLFormElement): Generator<Field> {
  for (const field of form.elements) {
    if (
      !(
        field instanceof HTMLInputElement ||
        field instanceof HTMLSelectElement ||
        field instanceof HTMLTextAreaElement
      )
    )
      continue;
    if (!field.name || ["hidden", "file", "password"].includes(field.type) || /password/i.test(field.name))
      continue;
    yield field;
  }
}

const versionOf = (form: HTMLFormElement) => {
  const field = form.elements.namedItem("version");
  return field instanceof HTMLInputElement ? field.value : undefined;
};

/** What the fields say now, or what the page gave them. */
function valuesOf(form: HTMLFormElement, which?: "default"): Values {
  const values: Record<string, string[]> = {};
  for (const field of fieldsIn(form)) {
    const said = values[field.name] ?? [];
    values[field.name] = said;
    if (isTick(field)) {
      if (which ? field.defaultChecked : field.checked) said.push(field.value);
    } else if (!which) said.push(field.value);
    else if (field instanceof HTMLSelectElement)
      said.push(
        ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "",
      );
    else said.push(field.defaultValue);
  }
  return values;
}

function fill(form: HTMLFormElement, put: Values) {
  const at = new Map<string, number>();
  for (const field of fieldsIn(form)) {
    const values = put[field.name];
    if (!values) continue;
    const nth = at.get(field.name) ?? 0;
    at.set(field.name, nth + 1);
    if (isTick(field)) field.checked = values.includes(field.value);
    else if (values[nth] !== undefined) field.value = values[nth];
  }
  // Leaves that keep their own state (live sums, previews) read their fields again on this.
  form.dispatchEvent(new CustomEvent("draft", { bubbles: true }));
}

/** Writes into the field of a name as if it were typed. */
export function write(form: HTMLFormElement | null, name: string, text: string) {
  const field = form?.elements.namedItem(name);
  if (
    !(
      field instanceof HTMLInputElement ||
      field instanceof HTMLSelectElement ||
      field instanceof HTMLTextAreaElement
    )
  )
    return;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
