import { commands, type Command } from "../../lib/keys";

/** What can be asked for of the picture that is open, one key away; they stay for as long as the page does. */
commands.register(
  pressing("picture.edit", "Edit the picture", "e", "[data-edit]"),
  pressing("picture.vary", "Vary the picture a little", "v", '[data-at-once="variation-subtle"]'),
  pressing("picture.vary-more", "Vary the picture a lot", "shift+v", '[data-at-once="variation-strong"]'),
  pressing("picture.upscale", "Upscale the picture", "u", '[data-at-once="upscale"]'),
);

function pressing(id: string, title: string, key: string, button: string): Command {
  return {
    id,
    group: "Pictures",
    title,
    keys: [key],
    when: () => document.querySelector(button) !== null,
    run: () => {
      document.querySelector<HTMLElement>(button)?.click();
    },
  };
}
