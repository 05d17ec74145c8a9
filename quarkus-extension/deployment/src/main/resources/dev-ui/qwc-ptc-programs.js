import { QwcHotReloadElement, html, css, nothing } from 'qwc-hot-reload-element';
import { keyed } from 'lit/directives/keyed.js';
import { observeState } from 'lit-element-state';
import { themeState } from 'theme-state';
import { JsonRpc } from 'jsonrpc';
import '@vaadin/button';
import '@vaadin/icon';
import '@vaadin/select';
import '@vaadin/progress-bar';
import 'qui-themed-code-block';
import './qwc-ptc-run.js';
import { styles } from './ptc-styles.js';
import { count, duration, failure, firstLine, many, partName, simpleName, timeOfDay } from './ptc-words.js';

const PAUSE_MILLIS = 200;
const RETRY_MILLIS = 2_000;

const FIRST = `# Runs against the tools of the chosen service, in its sandbox and in a fresh session.
# Shift+Enter runs it.
print("Hello")
`;

// What was written is still there after a look at another page.
const draft = { code: FIRST, part: '' };

/**
 * Programs of the application: those that models wrote, as they run and after, and those that are written here. All texts
 * come from models, programs and tools: they are shown as text, never as markup.
 */
export class QwcPtcPrograms extends observeState(QwcHotReloadElement) {

    // Not in the log of the Dev UI's traffic, which it would fill.
    jsonRpc = new JsonRpc(this, false);

    static styles = [styles, css`
        :host {
            display: flex;
            flex-direction: column;
            gap: var(--lumo-space-m);
            padding: var(--lumo-space-m);
            box-sizing: border-box;
        }

        .bar {
            display: flex;
            flex-wrap: wrap;
            align-items: center;
            gap: var(--lumo-space-s);
            margin-bottom: var(--lumo-space-s);
        }

        vaadin-select {
            min-width: 22rem;
        }

        .editor {
            border: 1px solid var(--lumo-contrast-20pct);
            border-radius: var(--lumo-border-radius-m);
            overflow: auto;
            resize: vertical;
            height: 12rem;
        }

        .below {
            display: grid;
            grid-template-columns: minmax(16rem, 22rem) minmax(0, 1fr);
            gap: var(--lumo-space-l);
            align-items: start;
        }

        .list-head {
            display: flex;
            justify-content: space-between;
            align-items: center;
        }

        .list {
            display: flex;
            flex-direction: column;
            gap: 2px;
            max-height: 40rem;
            overflow-y: auto;
        }

        .item {
            display: block;
            width: 100%;
            text-align: left;
            font: inherit;
            color: var(--lumo-body-text-color);
            background: none;
            border: 0;
            border-left: 3px solid var(--lumo-contrast-20pct);
            border-radius: var(--lumo-border-radius-s);
            padding: var(--lumo-space-xs) var(--lumo-space-s);
            cursor: pointer;
        }

        .item:hover {
            background: var(--lumo-contrast-5pct);
        }

        .item[aria-pressed='true'] {
            background: var(--lumo-primary-color-10pct);
        }

        .item.good {
            border-left-color: var(--lumo-success-color);
        }

        .item.bad {
            border-left-color: var(--lumo-error-color);
        }

        .item.running {
            border-left-color: var(--lumo-primary-color);
        }

        .first-line {
            overflow: hidden;
            text-overflow: ellipsis;
            white-space: nowrap;
            font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
            font-size: var(--lumo-font-size-xs);
            color: var(--lumo-secondary-text-color);
        }
    `];

    static properties = {
        _services: { state: true },
        _part: { state: true },
        _generation: { state: true },
        _ticket: { state: true },
        _problem: { state: true },
        _runs: { state: true },
        _selected: { state: true },
        _detail: { state: true },
    };

    constructor() {
        super();
        this._services = null;
        this._part = draft.part;
        this._generation = 0;
        this._ticket = '';
        this._problem = '';
        this._runs = [];
        this._selected = 0;
        this._detail = null;
        this._revision = '';
        this._round = 0;
    }

    connectedCallback() {
        super.connectedCallback();
        this._revision = '';
        this._watch();
    }

    disconnectedCallback() {
        this._round++;
        super.disconnectedCallback();
    }

    /** Also when the connection is there again: what was asked before is never answered. */
    hotReload() {
        this._watch();
    }

    /** Asks for news, which come when there are some, again and again. */
    _watch() {
        const round = ++this._round;
        const ask = () => {
            if (round !== this._round) {
                return;
            }
            this.jsonRpc.runs({ known: this._revision })
                .then(answer => {
                    if (round === this._round) {
                        this._news(answer.result);
                        setTimeout(ask, PAUSE_MILLIS);
                    }
                })
                .catch(() => setTimeout(ask, RETRY_MILLIS));
        };
        ask();
    }

    _news(news) {
        if (!news.runs) {
            return;
        }
        // The part before the dot is another one after a reload, and the services may be others.
        const reloaded = news.revision.split('.')[0] !== this._revision.split('.')[0];
        this._revision = news.revision;
        this._runs = news.runs;
        if (reloaded) {
            this._reloaded();
        }
        const mine = this._ticket ? this._runs.find(run => run.ticket === this._ticket) : undefined;
        if (mine) {
            this._selected = mine.id;
        }
        this._loadDetail();
    }

    _reloaded() {
        this._loadServices();
        this._detail = null;
        if (this._ticket) {
            this._ticket = '';
            this._problem = 'The application was reloaded while the program ran: run it again';
        }
    }

    _loadServices() {
        this.jsonRpc.services().then(answer => {
            this._services = answer.result;
            const known = this._services.find(part => part.id === this._part && part.runnable);
            const first = this._services.find(part => part.runnable);
            this._choose(known ? known.id : first ? first.id : '');
        });
    }

    _choose(part) {
        this._part = part;
        draft.part = part;
    }

    _select(id) {
        this._selected = id;
        this._detail = null;
        this._loadDetail();
    }

    _loadDetail() {
        const wanted = this._selected;
        if (!this._runs.some(run => run.id === wanted)) {
            this._detail = null;
            return;
        }
        this.jsonRpc.detail({ run: String(wanted) }).then(answer => {
            if (this._selected === wanted) {
                this._detail = answer.result;
            }
        });
    }

    _execute() {
        if (this._ticket || !this._part) {
            return;
        }
        const ticket = String(Date.now()) + Math.random();
        this._ticket = ticket;
        this._problem = '';
        this.jsonRpc.execute({ part: this._part, code: draft.code, ticket })
            .then(answer => this._executed(answer.result))
            .catch(answer => this._executed({ run: 0, text: { text: '' }, problem: failure(answer) }));
    }

    /** Taken before the editor makes a line of it. */
    _keys = {
        handleEvent: event => {
            if (event.key === 'Enter' && (event.shiftKey || event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                event.stopPropagation();
                this._execute();
            }
        },
        capture: true,
    };

    _executed(executed) {
        this._ticket = '';
        // Nothing was run, for example because there is no sandbox, or no program in the text.
        this._problem = executed.problem || (executed.run ? '' : executed.text.text);
        if (executed.run) {
            this._select(executed.run);
        }
    }

    _stop() {
        this.jsonRpc.stop({ ticket: this._ticket });
    }

    _clear() {
        this.jsonRpc.clear();
    }

    /** Puts a program into the editor. */
    _again(event) {
        const run = event.detail;
        draft.code = run.code.text;
        this._generation++;
        const part = (this._services || []).find(known => known.runnable && known.service === run.summary.service
            && known.methods.includes(run.summary.method));
        if (part) {
            this._choose(part.id);
        }
        this._problem = part ? ''
            : `${simpleName(run.summary.service)}.${run.summary.method} is not among the services of the editor: choose one`;
        this.renderRoot.querySelector('.editor').scrollIntoView({ block: 'nearest' });
    }

    render() {
        if (!this._services) {
            return html`<vaadin-progress-bar indeterminate></vaadin-progress-bar>`;
        }
        return html`
            <div>
                ${this._bar()}
                ${this._editor()}
                ${this._problem ? html`<pre id="problem" class="bad">${this._problem}</pre>` : nothing}
            </div>
            <div class="below">
                ${this._list()}
                <qwc-ptc-run .run=${this._detail} @again=${this._again}></qwc-ptc-run>
            </div>`;
    }

    _bar() {
        const items = this._services.filter(part => part.runnable)
            .map(part => ({ label: partName(part), value: part.id }));
        if (items.length === 0) {
            return html`<p id="none">No AI service of this application has tools that programs may call. Services are
                listed that are beans: interfaces with @RegisterAiService and tools.</p>`;
        }
        return html`
            <div class="bar">
                <vaadin-select id="service" aria-label="AI service" .items=${items} .value=${this._part}
                    @value-changed=${event => this._choose(event.detail.value)}></vaadin-select>
                <vaadin-button id="run" theme="primary" ?disabled=${!!this._ticket} @click=${this._execute}>
                    <vaadin-icon icon="font-awesome-solid:play" slot="prefix"></vaadin-icon>Run
                </vaadin-button>
                <vaadin-button id="stop" theme="error" ?disabled=${!this._ticket} @click=${this._stop}>
                    <vaadin-icon icon="font-awesome-solid:stop" slot="prefix"></vaadin-icon>Stop
                </vaadin-button>
                <span class="quiet">Calls the application's real tools, with its policies and limits</span>
            </div>`;
    }

    /**
     * The editor takes a text only to begin with, as one that came later would move the cursor of whoever writes, and
     * forgets what was written when the theme changes: then it is made anew.
     */
    _editor() {
        const edition = `${this._generation} ${themeState.theme.name}`;
        if (edition !== this._edition) {
            this._edition = edition;
            this._begin = draft.code;
        }
        return keyed(edition, html`
            <div class="editor" @keydown=${this._keys}>
                <qui-themed-code-block id="editor" mode="python" showLineNumbers editable .content=${this._begin}
                    @value-changed=${event => {
                        draft.code = event.detail.value;
                    }}></qui-themed-code-block>
            </div>`);
    }

    _list() {
        return html`
            <div>
                <div class="list-head">
                    <h4>Last programs</h4>
                    <vaadin-button id="clear" theme="tertiary small" ?disabled=${this._runs.length === 0}
                        @click=${this._clear}>Clear</vaadin-button>
                </div>
                <div class="list" id="runs">
                    ${this._runs.map(run => this._item(run))}
                    ${this._runs.length ? nothing : html`<p class="quiet">None yet. Programs of the application's AI
                        services appear here as they run. The last 50 are kept until the application is reloaded.</p>`}
                </div>
            </div>`;
    }

    _item(run) {
        const state = run.running ? 'running' : run.succeeded ? 'good' : 'bad';
        const kept = Math.max(0, run.toolTokens - run.modelTokens);
        return html`
            <button class="item ${state}" aria-pressed="${String(run.id === this._selected)}"
                @click=${() => this._select(run.id)}>
                <div class="tags">
                    <strong>${simpleName(run.service)} · ${run.method}</strong>
                    ${run.ticket ? html`<span class="tag own">editor</span>` : nothing}
                </div>
                <div class="first-line">${firstLine(run.beginning)}</div>
                <div class="quiet">${timeOfDay(run.startedAt)} · ${run.running ? 'running' : duration(run.millis)}
                    · ${many(run.calls, 'call')}${kept ? ` · ≈ ${count(kept)} tokens kept away` : ''}</div>
            </button>`;
    }
}

customElements.define('qwc-ptc-programs', QwcPtcPrograms);
