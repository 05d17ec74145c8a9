import { QwcHotReloadElement, html, css, nothing } from 'qwc-hot-reload-element';
import { JsonRpc } from 'jsonrpc';
import '@vaadin/button';
import '@vaadin/icon';
import '@vaadin/progress-bar';
import { styles } from './ptc-styles.js';
import { count, failure, many, partName } from './ptc-words.js';

/** The tools of each AI service, exactly as a model is told of them. */
export class QwcPtcCatalogue extends QwcHotReloadElement {

    jsonRpc = new JsonRpc(this, false);

    static styles = [styles, css`
        :host {
            display: flex;
            flex-direction: column;
            gap: var(--lumo-space-m);
            padding: var(--lumo-space-m);
        }

        .service {
            border: 1px solid var(--lumo-contrast-10pct);
            border-radius: var(--lumo-border-radius-l);
            padding: var(--lumo-space-m);
        }

        .service-head {
            display: flex;
            flex-wrap: wrap;
            align-items: baseline;
            gap: var(--lumo-space-s);
        }

        .tool {
            margin-top: var(--lumo-space-m);
        }

        .tool pre {
            margin-top: var(--lumo-space-xs);
            max-height: 36rem;
        }

        .tool-name {
            font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
            font-weight: 600;
        }
    `];

    static properties = {
        _services: { state: true },
        _problem: { state: true },
    };

    constructor() {
        super();
        this._services = null;
        this._problem = '';
    }

    connectedCallback() {
        super.connectedCallback();
        this._load();
    }

    hotReload() {
        this._load();
    }

    _load() {
        this.jsonRpc.services()
            .then(answer => {
                this._services = answer.result;
                this._problem = '';
            })
            .catch(answer => {
                this._problem = failure(answer);
            });
    }

    render() {
        if (this._problem) {
            return html`<pre class="bad">${this._problem}</pre>`;
        }
        if (!this._services) {
            return html`<vaadin-progress-bar indeterminate></vaadin-progress-bar>`;
        }
        return html`
            <div class="service-head">
                <span class="quiet">What each request to the model holds of the tools. Four characters are taken for a
                    token.</span>
                <vaadin-button id="refresh" theme="tertiary small" @click=${this._load}>
                    <vaadin-icon icon="font-awesome-solid:rotate" slot="prefix"></vaadin-icon>Ask again
                </vaadin-button>
            </div>
            ${this._services.map(part => this._part(part))}
            ${this._services.length ? nothing : html`<p>The application has no AI service that is a bean.</p>`}`;
    }

    _part(part) {
        return html`
            <section class="service">
                <div class="service-head">
                    <strong title="${part.service}">${partName(part)}</strong>
                    <span class="tag ${part.programs ? 'own' : ''}"
                        >${part.programs ? 'programs call the tools' : 'the model calls the tools'}</span>
                    ${part.runnable ? html`<span class="tag">sandbox ${part.sandbox}</span>` : nothing}
                </div>
                <div class="quiet">${part.problem ? nothing : this._sizes(part)}</div>
                ${part.problem ? html`<pre class="bad">${part.problem}</pre>` : nothing}
                ${part.offered.map(tool => this._tool(tool))}
            </section>`;
    }

    _sizes(part) {
        if (part.tools === 0) {
            return 'No tools';
        }
        const sent = `${many(part.offered.length, 'tool')} offered, ≈ ${many(part.tokens, 'token')}`;
        return part.runnable
            ? `${sent}; the ${many(part.tools, 'tool')} of the service one by one would be ≈ ${count(part.tokensWithout)}`
            : sent;
    }

    _tool(tool) {
        return html`
            <div class="tool">
                <div class="tags">
                    <span class="tool-name">${tool.name}</span>
                    <span class="tag ${tool.runsPrograms ? 'own' : ''}"
                        >${tool.runsPrograms ? 'runs programs' : 'called by the model itself'}</span>
                    <span class="tag">${many(tool.characters, 'character')}</span>
                    <span class="tag">≈ ${many(tool.tokens, 'token')}</span>
                </div>
                <pre>${tool.description || '(no description)'}</pre>
                <details>
                    <summary class="quiet">Parameters</summary>
                    <pre>${tool.parameters}</pre>
                </details>
            </div>`;
    }
}

customElements.define('qwc-ptc-catalogue', QwcPtcCatalogue);
