import type { Metadata } from "next";
import { WallFilter } from "#lib/board/wall-input.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import { lightShapes } from "../_parts/project/light-shapes.ts";
import { getTranslations, wordsFor } from "../_server/i18n/translations.ts";
import { wallQuestion, watcherOf } from "../_server/live/wall-session.ts";
import { orNotFound } from "../_server/session/found.ts";
import { context, demonstration } from "../_server/session/session.ts";
import { type Query, withQuery } from "../_ui/search-params.ts";
import { inWords } from "./in-words.ts";
import { Out, Wall } from "./wall-screen.tsx";
import { wallWords } from "./words.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wall"))("title") };
}

/**
 * 大屏: comes whole, so that it shows without a script; the script then turns the scenes and keeps them true.
 */
export default async function WallPage({ searchParams }: { searchParams: Promise<Query> }) {
  const asked = WallFilter.parse(await searchParams);
  const { node, every, approvedOnly, basis } = asked;
  const t = await getTranslations();
  const words = await wordsFor(wallWords);
  const watcher = await watcherOf(node);
  if (watcher === "stopped") return <Out why="stopped" words={words} />;
  // Whoever is no screen is a person: sent to sign in, or told that this is not theirs.
  if (watcher?.ctx.actor.role !== "screen") await context("board.read");
  if (!watcher) return null;
  const question = await orNotFound(wallQuestion(watcher, asked));
  return (
    <Wall
      first={await inWords(question)}
      query={withQuery("", {
        node,
        approvedOnly: approvedOnly ? undefined : "false",
        basis: basis === "strict" ? undefined : basis,
      })}
      every={every}
      lights={lights.map((light) => ({ light, text: `${lightShapes[light]} ${t(`light.${light}`)}` }))}
      demonstration={await demonstration()}
      words={words}
    />
  );
}
