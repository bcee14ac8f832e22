"use client";

import { ChevronLeft, ChevronRight, CircleQuestionMark, Maximize, Pause, Play } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { fill } from "../_ui/filled-words.ts";
import { type Closed, follow, type Link } from "./follow.ts";
import { nameOf, SceneView } from "./scenes.tsx";
import { scenesOf, type WallFigures } from "./wall-figures.ts";
import type { WallWords } from "./words.ts";

type Props = {
  first: WallFigures;
  /** What the wall's own addresses are asked with: "" or "?node=…". */
  query: string;
  /** Seconds that a scene stays. */
  every: number;
  lights: { light: string; text: string }[];
  demonstration: boolean;
  words: WallWords;
};

/** Twice as wide as high or more: the first scene stays on the left, the others pass on the right. */
const wideScreen = "(min-aspect-ratio: 24/9)";
const staleMs = 30_000;

export function Wall({ first, query, every, lights, demonstration, words }: Props) {
  const [shown, setShown] = useState(first);
  const [contact, setContact] = useState(() => ({ at: Date.now(), now: first.now }));
  const [link, setLink] = useState<Link | null>(null);
  const [closed, setClosed] = useState<Closed | null>(null);
  const [at, setAt] = useState(0);
  const [paused, setPaused] = useState(false);
  const help = useRef<HTMLDialogElement>(null);
  // Without a script both stand there, and the style sheet shows the second one only where there is room.
  const wide = useSyncExternalStore(onWide, isWide, () => true);

  useEffect(
    () =>
      follow(query, first, {
        shown: setShown,
        contact: (now) => setContact({ at: Date.now(), now }),
        link: setLink,
        closed: setClosed,
      }),
    [query, first],
  );

  const scenes = scenesOf(shown);
  const beside = wide ? scenes.slice(1) : scenes;
  const turn = Math.min(at, beside.length - 1);
  const step = (by: number) => setAt((turn + by + beside.length) % beside.length);
  const turnOver = useEffectEvent(() => step(1));

  // biome-ignore lint/correctness/useExhaustiveDependencies: each scene has its whole time, also one that was stepped to
  useEffect(() => {
    if (paused) return;
    const timer = setTimeout(() => turnOver(), every * 1000);
    return () => clearTimeout(timer);
  }, [paused, every, turn]);

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || help.current?.open) return;
    const onButton = event.target instanceof Element && event.target.closest("button, a") !== null;
    const deeds: Record<string, () => void> = {
      ...(!onButton && { " ": () => setPaused(!paused) }),
      ArrowRight: () => step(1),
      ArrowLeft: () => step(-1),
      Home: () => setAt(0),
      End: () => setAt(beside.length - 1),
      f: fullScreen,
      "?": () => help.current?.showModal(),
      "？": () => help.current?.showModal(),
    };
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);

  if (closed) return <Out why={closed} words={words} />;
  const scene = beside[turn] ?? scenes[0];
  const number = fill(words.scene, { n: turn + (wide ? 2 : 1), of: scenes.length });
  return (
    <main className="wall" data-version={shown.version}>
      <header className="wall-head">
        <h1>{shown.title}</h1>
        <span className="wall-which">
          {scene && nameOf(scene, shown, words)} · {number}
        </span>
        {paused && (
          <b className="wall-paused">
            <Pause aria-hidden="true" /> {words.paused}
          </b>
        )}
        <span className="wall-notes">{shown.reports}</span>
        <Clock contact={contact} />
      </header>
      <i
        key={`${turn} ${paused}`}
        className="wall-time"
        style={{ animationDuration: `${every}s` }}
        data-paused={paused || undefined}
      />
      <div className="wall-panes">
        {(wide ? [scenes[0], scene] : [scene]).map((each, place) => (
          <div key={`${place} ${place === 0 && wide ? 0 : turn}`} className="wall-pane">
            {each && <SceneView scene={each} shown={shown} words={words} />}
          </div>
        ))}
      </div>
      <footer className="wall-foot">
        <fieldset aria-label={words.controls}>
          <Button label={words.previous} sign={<ChevronLeft />} press={() => step(-1)} />
          <Button
            label={paused ? words.resume : words.pause}
            sign={paused ? <Play /> : <Pause />}
            press={() => setPaused(!paused)}
          />
          <Button label={words.next} sign={<ChevronRight />} press={() => step(1)} />
          <Button label={words.full} sign={<Maximize />} press={fullScreen} />
          <Button label={words.help} sign={<CircleQuestionMark />} press={() => help.current?.showModal()} />
        </fieldset>
        <ul aria-label={words.lights}>
          {lights.map(({ light, text }) => (
            <li key={light} className={`wall-lit-${light}`}>
              {text}
            </li>
          ))}
        </ul>
        <p className="wall-notes">{[...(demonstration ? [words.demo] : []), ...shown.notes].join(" · ")}</p>
        <p>
          <Contact contact={contact} link={link} words={words} />
        </p>
      </footer>
      <dialog ref={help} className="wall-help" aria-labelledby="wall-help">
        <h2 id="wall-help">{words.helpTitle}</h2>
        <dl>
          {(
            [
              ["␣", words.helpPause],
              ["← →", words.helpStep],
              ["Home End", words.helpEnds],
              ["F", words.helpFull],
              ["?", words.helpHelp],
            ] as const
          ).map(([key, does]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <button type="button" onClick={() => help.current?.close()}>
          {words.close}
        </button>
      </dialog>
    </main>
  );
}

/** The screen was put out, or nobody is signed in: the figures go, the reason stays. */
export function Out({ why, words }: { why: Closed; words: WallWords }) {
  return (
    <main className="wall wall-out">
      <h1>{words[why]}</h1>
      <p>{words[`${why}Note`]}</p>
      <a href={`/login?${new URLSearchParams({ next: "/wall" })}`}>{words.signIn}</a>
    </main>
  );
}

const Button = ({ label, sign, press }: { label: string; sign: ReactNode; press: () => void }) => (
  <button type="button" aria-label={label} title={label} onClick={press}>
    {sign}
  </button>
);

type Heard = { at: number; now: string };

/** The time here, each second; null until a script runs. */
function useSeconds(): number | null {
  const [seconds, setSeconds] = useState<number | null>(null);
  useEffect(() => {
    setSeconds(Date.now());
    const timer = setInterval(() => setSeconds(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}

/** The business clock, which the server tells and which goes on here. */
function Clock({ contact }: { contact: Heard }) {
  const here = useSeconds();
  const [day, time] = shanghai(
    Date.parse(contact.now) + (here === null ? 0 : Math.max(0, here - contact.at)),
  );
  return (
    <span className="wall-clock">
      {day} <b>{time.slice(0, 5)}</b>
    </span>
  );
}

/** When the figures were last known to be true, and by which way; a warning once that is too long ago. */
function Contact({ contact, link, words }: { contact: Heard; link: Link | null; words: WallWords }) {
  const here = useSeconds();
  const time = shanghai(Date.parse(contact.now))[1];
  const stale = here !== null && here - contact.at > staleMs;
  return (
    <>
      <span>{fill(words.updated, { time })}</span>
      {link && <span className={`wall-link-${link}`}>{words[link]}</span>}
      <b role="status" className={stale ? "wall-stale" : "sr-only"}>
        {stale && fill(words.stale, { time })}
      </b>
    </>
  );
}

/** Day and time of day in Shanghai, which knows no summer time. */
const shanghai = (ms: number): [string, string] => {
  const text = new Date(ms + 8 * 3_600_000).toISOString();
  return [text.slice(0, 10), text.slice(11, 19)];
};

function fullScreen() {
  const done = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  done.catch(() => {}); // a browser that does not allow it shows the page as it is
}

const isWide = () => window.matchMedia(wideScreen).matches;
function onWide(changed: () => void) {
  const query = window.matchMedia(wideScreen);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}
