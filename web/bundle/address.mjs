/** The address of a classic script, which has no `import.meta.url`; what it is while the script runs for the first time. */
export const ADDRESS = /** @type {HTMLScriptElement} */ (document.currentScript).src;
