import { LitElement, html, css, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import '@vaadin/button';
import '@vaadin/icon';
import 'qui-themed-code-block';
import { styles } from './ptc-styles.js';
import { count, cutNote, duration, many, simpleName, timeOfDay } from './ptc-words.js';

/**
 * One program: its code, its calls on a time line, what it printed and how it ended. All texts come from models, programs
 * and tools: they are shown as text, never as markup.
 */
export class QwcPtcRun extends LitElement {

    static styles = [styles, css`
        :host {
            display: block;
        }

        .head {
            display: flex;
            justify-content: space-between;
            align-items: flex-start;
            gap: var(--lumo-space-m);
        }

        .what {
            min-width: 0;
        }

        .memory {
            overflow: hidden;
            text-overflow: ellipsis;
            white-space: nowrap;
        }

        .head vaadin-button {
            flex: none;
        }

        .code {
            border: 1px solid var(--lumo-contrast-10pct);
            border-radius: var(--lumo-border-radius-m);
            overflow: hidden;
            max-height: 13rem;
            overflow-y: auto;
            font-size: var(--lumo-font-size-s);
        }

        .call > summary {
            display: grid;
            grid-template-columns: 1rem minmax(6rem, 14rem) 1fr 5rem;
            align-items: center;
            gap: var(--lumo-space-s);
            padding: 2px var(--lumo-space-xs);
            border-radius: var(--lumo-border-radius-s);
            list-style: none;
            font-size: var(--lumo-font-size-s);
        }

        .call > summary::-webkit-details-marker {
            display: none;
        }

        .call > summary:hover {
            background: var(--lumo-contrast-5pct);
        }

        .arrow {
            color: var(--lumo-tertiary-text-color);
            transition: transform 0.1s;
        }

        .call[open] .arrow {
            transform: rotate(90deg);
        }

        .name {
            overflow: hidden;
            text-overflow: ellipsis;
            white-space: nowrap;
        }

        .track {
            position: relative;
            height: 0.8rem;
            background: var(--lumo-contrast-5pct);
            border-radius: var(--lumo-border-radius-s);
        }

        .bar {
            position: absolute;
            top: 0;
            bottom: 0;
            min-width: 3px;
            border-radius: var(--lumo-border-radius-s);
            background: var(--lumo-primary-color);
        }

        .bar.bad {
            background: var(--lumo-error-color);
        }

        .bar.open {
            background: var(--lumo-contrast-40pct);
        }

        .took {
            text-align: right;
            font-variant-numeric: tabular-nums;
        }

        .inside {
            padding: var(--lumo-space-xs) 0 var(--lumo-space-s) 1.5rem;
        }
    `];

    static properties = {
        run: { attribute: false },
    };

    render() {
        if (!this.run) {
            return html`<p class="quiet">Choose a program to see what it did.</p>`;
        }
        const run = this.run;
        // What is unfolded belongs to one program.
        return keyed(run.summary.id, html`
            ${this._head(run)}
            <h4>Program</h4>
            <div class="code">
                <qui-themed-code-block id="program" mode="python" showLineNumbers
                    .content=${run.code.text}></qui-themed-code-block>
            </div>
            ${this._note(run.code)}
            ${this._timeline(run)}
            ${this._text('Output', 'output', run.output)}
            ${this._ending(run)}
            ${this._extras(run)}
            ${this._forModel(run)}`);
    }

    _head(run) {
        const summary = run.summary;
        const title = `${simpleName(summary.service)} · ${summary.method}`;
        return html`
            <div class="head">
                <div class="what">
                    <div><strong>${title}</strong></div>
                    <div class="quiet">${timeOfDay(summary.startedAt)} · program ${summary.number} of session
                        ${summary.session.substring(0, 8)}</div>
                    ${summary.memoryId ? html`
                        <div class="quiet memory" title="${summary.memoryId}">memory id ${summary.memoryId}</div>`
                        : nothing}
                </div>
                <vaadin-button id="again" theme="small" ?disabled=${run.code.cut} @click=${this._again}
                        title="Puts the program into the editor, to be changed and run">
                    <vaadin-icon icon="font-awesome-solid:pen" slot="prefix"></vaadin-icon>
                    Edit and run again
                </vaadin-button>
            </div>
            <div class="tags">
                ${summary.ticket ? html`<span class="tag own">from the editor</span>` : nothing}
                ${this._state(run)}
                <span class="tag">${duration(summary.millis)}${summary.running ? ' so far' : ''}</span>
                ${summary.running ? nothing : html`<span class="tag">computing ${duration(run.computeMillis)}</span>`}
                <span class="tag">${many(summary.calls, 'tool call')}</span>
                ${summary.failedCalls ? html`<span class="tag bad">${count(summary.failedCalls)} failed</span>` : nothing}
                ${this._kept(summary)}
            </div>`;
    }

    _state(run) {
        if (run.summary.running) {
            return html`<span class="tag own">running</span>`;
        }
        return run.summary.succeeded
            ? html`<span id="state" class="tag good">succeeded</span>`
            : html`<span id="state" class="tag bad">${run.ending.title}</span>`;
    }

    _kept(summary) {
        if (summary.running) {
            return nothing;
        }
        const kept = Math.max(0, summary.toolTokens - summary.modelTokens);
        return html`<span class="tag ${kept ? 'good' : ''}"
            title="Results of tools, less what the model got to read; four characters are taken for a token"
            >≈ ${many(kept, 'token')} kept away from the model</span>`;
    }

    _timeline(run) {
        if (run.calls.length === 0) {
            return nothing;
        }
        const end = Math.max(run.summary.millis, 1, ...run.calls.map(call => call.startedAfter + call.millis));
        return html`
            <h4>Tool calls</h4>
            <div id="calls">${run.calls.map(call => this._call(call, end, run.summary))}</div>
            ${run.callsLeftOut ? html`<p class="quiet">${many(run.callsLeftOut, 'more call')} not kept</p>` : nothing}`;
    }

    _call(call, end, summary) {
        const lasts = call.answered ? call.millis : Math.max(0, summary.millis - call.startedAfter);
        const kind = call.failed ? 'bad' : call.answered ? '' : 'open';
        const left = 100 * Math.min(1, call.startedAfter / end);
        const width = Math.min(100 - left, 100 * lasts / end);
        const took = call.answered ? duration(call.millis) : summary.running ? '…' : 'no answer';
        return html`
            <details class="call">
                <summary title="${`after ${duration(call.startedAfter)}`}">
                    <span class="arrow">▸</span>
                    <span class="name">${call.tool}</span>
                    <span class="track"><span class="bar ${kind}" style="left:${left}%;width:${width}%"></span></span>
                    <span class="took quiet">${took}</span>
                </summary>
                <div class="inside">
                    <div class="quiet">Arguments</div>
                    ${this._shown(call.arguments)}
                    ${call.answered
                        ? html`<div class="quiet">${call.failed ? 'Failure' : `Result, ${
                            many(call.result.characters, 'character')}`}</div>
                            ${this._shown(call.result, call.failed)}`
                        : nothing}
                </div>
            </details>`;
    }

    _shown(shown, bad = false) {
        if (!shown.text && shown.cut) {
            return html`<p class="quiet">${many(shown.characters, 'character')}, not kept: the program's calls have too
                much text</p>`;
        }
        return html`<pre class="${bad ? 'bad' : ''}">${shown.text}</pre>${this._note(shown)}`;
    }

    _note(shown) {
        return shown.cut ? html`<div class="quiet">${cutNote(shown)}</div>` : nothing;
    }

    _text(title, id, shown) {
        return shown.text ? html`
            <h4>${title}</h4>
            <pre id="${id}">${shown.text}</pre>
            ${this._note(shown)}` : nothing;
    }

    _ending(run) {
        if (run.summary.running || (!run.ending.text.text && run.summary.succeeded)) {
            return nothing;
        }
        return html`
            <h4>${run.ending.title}</h4>
            ${run.ending.text.text
                ? html`<pre id="ending" class="${run.summary.succeeded ? '' : 'bad'}">${run.ending.text.text}</pre>`
                : nothing}
            ${this._note(run.ending.text)}`;
    }

    _extras(run) {
        return html`
            ${run.warnings.map(warning => html`<p class="quiet">Warning: ${warning}</p>`)}
            ${run.files.map(file => html`<p class="quiet">File: ${file.path} (${many(file.bytes, 'byte')})</p>`)}`;
    }

    _forModel(run) {
        return run.summary.running ? nothing : html`
            <details>
                <summary><h4 style="display:inline-block">What the model got to read
                    (≈ ${many(run.summary.modelTokens, 'token')}; the tools returned
                    ≈ ${count(run.summary.toolTokens)})</h4></summary>
                <pre id="for-model">${run.forModel.text}</pre>
                ${this._note(run.forModel)}
            </details>`;
    }

    _again() {
        this.dispatchEvent(new CustomEvent('again', { detail: this.run }));
    }
}

customElements.define('qwc-ptc-run', QwcPtcRun);
