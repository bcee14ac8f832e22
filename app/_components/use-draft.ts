"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

type Kept = { at: string; fields: [string, string][] };
const skipped = new Set(["scripted", "password"]);

/**
 * Keeps what is typed into a form on this device until it is saved, and asks before it is left unsaved (with no `leaveWords` it does not ask).
 * A draft is put back with the version that it was made from: if somebody saved since, saving it shows both values instead of
 * writing over theirs.
 */
export function useDraft(form: RefObject<HTMLFormElement | null>, name: string | undefined, leaveWords: string) {
  const [savedAt, setSavedAt] = useState<string>();
  const [restoredAt, setRestoredAt] = useState<string>();
  const dirty = useRef(false);

  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const draft = name ? read(name) : undefined;
    if (draft) {
      fill(element, draft.fields);
      setRestoredAt(draft.at);
      dirty.current = true;
    }
    const onInput = () => {
      dirty.current = true;
      if (!name) return;
      const fields = [...new FormData(element).entries()].filter(
        (entry): entry is [string, string] => typeof entry[1] === "string" && !entry[0].startsWith("$") && !skipped.has(entry[0]),
      );
      const at = new Date().toISOString();
      localStorage.setItem(name, JSON.stringify({ at, fields }));
      setSavedAt(at);
    };
    const onUnload = (event: BeforeUnloadEvent) => leaveWords && dirty.current && event.preventDefault();
    const onLeave = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.("a[href]");
      if (!leaveWords || !dirty.current || !link || link.getAttribute("href")?.startsWith("#") || link.getAttribute("target")) return;
      if (confirm(leaveWords)) dirty.current = false;
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
  }, [form, name, leaveWords]);

  const forget = useCallback(() => {
    dirty.current = false;
    if (name) localStorage.removeItem(name);
  }, [name]);
  const discard = useCallback(() => {
    forget();
    form.current?.reset();
    form.current?.dispatchEvent(new CustomEvent("draft", { bubbles: true }));
    setRestoredAt(undefined);
    setSavedAt(undefined);
  }, [forget, form]);
  return { savedAt, restoredAt, forget, discard };
}

function read(name: string): Kept | undefined {
  const text = localStorage.getItem(name);
  return text ? (JSON.parse(text) as Kept) : undefined;
}

function fill(form: HTMLFormElement, fields: [string, string][]) {
  const left = new Map<string, string[]>();
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
  for (const element of form.elements) {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement)) continue;
    if (!element.name || element.name.startsWith("$") || skipped.has(element.name)) continue;
    const values = left.get(element.name);
    if (element instanceof HTMLInputElement && (element.type === "checkbox" || element.type === "radio"))
      element.checked = values?.includes(element.value) ?? false;
    else if (values?.[0] !== undefined) element.value = values[0];
  }
  // Leaves that keep their own state (live sums, previews) read their fields again on this.
  form.dispatchEvent(new CustomEvent("draft", { bubbles: true }));
}
