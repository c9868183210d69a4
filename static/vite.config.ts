import { defineConfig } from "vitest/config";

// Two entries: the studio's, and the gallery's, which strangers on phones wait for. The gallery's styles are a file of
// their own, so that what both need stands in both and neither waits for the other's. Django finds the hashed files
// through dist/manifest.json. No inlined assets: the page's content security policy allows fonts and styles from our
// own origin only.
export default defineConfig({
  base: "/static/",
  publicDir: false,
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    target: "es2022",
    // Older ones lack light-dark(); compiled away, it would no longer follow a part's own color-scheme.
    cssTarget: ["chrome125", "firefox128", "safari18"],
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["src/main.ts", "src/gallery.ts", "src/gallery.css"] },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
  },
});
