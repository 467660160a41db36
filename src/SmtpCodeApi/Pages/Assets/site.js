// The pages are whole without this. It adds suggestions while typing, dropping a file on a box, and buttons that copy.
"use strict";

const codes = document.body.dataset.codes;

// Suggestions: a listbox under the field, after the combobox pattern of the ARIA Authoring Practices.
for (const field of document.querySelectorAll("[data-suggest]")) {
  const onlyCode = field.dataset.suggest === "code";
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${field.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Codes");
  list.hidden = true;
  field.after(list);
  if (field.tagName === "INPUT") {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
  }
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);

  let selected = -1;
  let latest = 0;
  let timer;

  const close = () => {
    // An answer that is still on its way must not open the list again.
    clearTimeout(timer);
    latest++;
    list.hidden = true;
    selected = -1;
    field.removeAttribute("aria-activedescendant");
    if (field.tagName === "INPUT") field.setAttribute("aria-expanded", "false");
  };
  const choose = (item) => {
    close();
    if (onlyCode) field.value = item.dataset.code;
    else location.href = item.dataset.href;
  };
  const mark = (index) => {
    selected = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  };
  const suggest = async () => {
    const words = field.value.trim();
    // A pasted reply is to be explained, not searched for, and may hold addresses that belong in no query.
    if (words.length === 0 || words.length > 40 || /[\n@]/.test(words)) return close();
    const mine = ++latest;
    let answer;
    try {
      const response = await fetch(`${codes}?limit=8&q=${encodeURIComponent(words)}`, { headers: { accept: "application/json" } });
      if (!response.ok) return close();
      answer = await response.json();
    } catch {
      return close();
    }
    if (mine !== latest) return;
    list.replaceChildren(...answer.items.map((code, i) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.code = code.code;
      item.dataset.href = code.href;
      const number = document.createElement("b");
      number.textContent = code.code;
      item.append(number, ` ${code.name}`);
      return item;
    }));
    selected = -1;
    list.hidden = answer.items.length === 0;
    if (field.tagName === "INPUT") field.setAttribute("aria-expanded", String(!list.hidden));
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && selected >= 0) {
      event.preventDefault();
      choose(list.children[selected]);
    } else if (event.key === "Enter" && field.tagName === "TEXTAREA" && field.id === "box" && !event.shiftKey && !field.value.includes("\n")) {
      // One line is a question; a pasted reply of several is still edited with Enter.
      event.preventDefault();
      field.form.requestSubmit();
    } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = list.children.length;
      mark(selected < 0 && step < 0 ? count - 1 : (selected + step + count) % count);
    } else if (event.key === "Escape") close();
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (item) {
      event.preventDefault();
      choose(item);
    }
  });
  field.addEventListener("blur", close);
}

// A bounce message that is dropped on a box is sent at once.
for (const form of document.querySelectorAll("[data-drop]")) {
  const file = form.querySelector("input[type=file]");
  form.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) {
      event.preventDefault();
      form.classList.add("over");
    }
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (event.dataTransfer.files.length > 0) {
      event.preventDefault();
      file.files = event.dataTransfer.files;
      form.requestSubmit();
    }
  });
}

// Buttons that copy: the command itself, or what stands behind a link.
const addCopyButton = (after, label, text) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", label);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(await text());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not copied";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  after.after(button);
};
for (const command of document.querySelectorAll("[data-copy]")) {
  addCopyButton(command, "Copy the curl command", () => command.textContent);
}
for (const link of document.querySelectorAll("[data-copy-body]")) {
  addCopyButton(link, `Copy as ${link.textContent}`, async () => (await fetch(link.href)).text());
}
