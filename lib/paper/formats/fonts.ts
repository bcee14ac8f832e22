import { existsSync } from "node:fs";
import { createRequire } from "node:module";

// A full font, not a subset of the reader's machine: village names hold signs that few machines have (垵, 垄,
// 埭). It is found from the folder that the product runs in, because a bundler rewrites a path that is
// relative to this file.
const files = {
  regular: "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
  bold: "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
} as const;

export type Fonts = Record<keyof typeof files, string>;

/**
 * The paths of the fonts that paper is printed with.
 * @throws {Error} one plain sentence that names the file that is missing and how to get it.
 */
export function fontFiles(projectFolder = process.cwd()): Fonts {
  return { regular: pathOf(files.regular, projectFolder), bold: pathOf(files.bold, projectFolder) };
}

function pathOf(file: string, projectFolder: string): string {
  const find = createRequire(`${projectFolder}/package.json`);
  try {
    const path = find.resolve(file);
    if (existsSync(path)) return path;
  } catch {
    // said below
  }
  throw new Error(
    `The font file ${file} is missing: run npm install in ${projectFolder}. 缺少打印字体，请运行 npm install。`,
  );
}
