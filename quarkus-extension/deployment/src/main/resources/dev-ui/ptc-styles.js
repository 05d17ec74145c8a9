import { css } from 'lit';

/** What the pages of programmatic tool calling look like, in the light and in the dark theme. */
export const styles = css`
    pre {
        margin: 0;
        padding: var(--lumo-space-s) var(--lumo-space-m);
        background: var(--lumo-contrast-5pct);
        border-radius: var(--lumo-border-radius-m);
        color: var(--lumo-body-text-color);
        font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
        font-size: var(--lumo-font-size-s);
        line-height: 1.45;
        max-height: 24rem;
        overflow: auto;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        unicode-bidi: plaintext;
    }

    h4 {
        margin: var(--lumo-space-m) 0 var(--lumo-space-xs) 0;
        font-size: var(--lumo-font-size-s);
        font-weight: 600;
        color: var(--lumo-secondary-text-color);
    }

    .quiet {
        color: var(--lumo-secondary-text-color);
        font-size: var(--lumo-font-size-s);
    }

    .tag {
        display: inline-block;
        padding: 0 var(--lumo-space-s);
        border-radius: var(--lumo-border-radius-m);
        background: var(--lumo-contrast-10pct);
        color: var(--lumo-body-text-color);
        font-size: var(--lumo-font-size-xs);
        line-height: 1.8;
        white-space: nowrap;
    }

    .tag.good {
        background: var(--lumo-success-color-10pct);
        color: var(--lumo-success-text-color);
    }

    .tag.bad {
        background: var(--lumo-error-color-10pct);
        color: var(--lumo-error-text-color);
    }

    .tag.own {
        background: var(--lumo-primary-color-10pct);
        color: var(--lumo-primary-text-color);
    }

    .tags {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lumo-space-xs);
    }

    pre.bad {
        background: var(--lumo-error-color-10pct);
    }

    summary {
        cursor: pointer;
    }
`;
