export default {
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  rules: {
    // A button in a form submits it, which is what is meant.
    "no-implicit-button-type": "off",
    // A label around its field that also names it is right twice.
    "no-redundant-for": "off",
    // What comes from this host needs no checksum.
    "require-sri": ["error", { target: "crossorigin" }],
  },
};
