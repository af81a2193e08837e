/** The ATS's own sign-in page. */
import { html } from 'hono/html';
import { accounts, demoPassword } from '../accounts.ts';
import { avatar, company, mark, product, type Markup } from './layout.ts';

export interface SignInParts {
  /** Path to go on to. */
  readonly next: string;
  /** The address somebody has typed, after a failure. */
  readonly email?: string | undefined;
  readonly failed?: boolean | undefined;
}

export const signInBody = ({ next, email = '', failed = false }: SignInParts): Markup => html`
  <div class="sign-in">
    <p class="brand">${mark()}<span>${product}</span></p>
    <h1>Sign in to ${company}</h1>
    ${
      failed
        ? html`<p class="alert" role="alert" id="failure">
            E-mail and password do not belong together. Check both, or use a demo account below.
          </p>`
        : ''
    }
    <form method="post" action="/sign-in" class="stack">
      <input type="hidden" name="next" value="${next}" />
      <label for="email">E-mail</label>
      <input
        id="email"
        name="email"
        type="email"
        autocomplete="username"
        required
        value="${email}"
        ${failed ? html`aria-invalid="true" aria-describedby="failure" autofocus` : ''}
      />
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
      />
      <button class="button primary">Sign in</button>
    </form>
    <section class="demo-accounts" aria-labelledby="demo-accounts">
      <h2 id="demo-accounts">Demo accounts</h2>
      <p class="quiet">One click signs you in. The password of all is “${demoPassword}”.</p>
      <ul>
        ${accounts.map(
          (account) => html`
            <li>
              <form method="post" action="/sign-in/${account.slug}">
                <input type="hidden" name="next" value="${next}" />
                <button class="account-button">
                  ${avatar(account.name, account.id)}
                  <span
                    ><strong>${account.name}</strong
                    ><span class="quiet"
                      >${account.title}${
                        account.role === 'hiringManager' ? ' · own positions only' : ''
                      }</span
                    ></span
                  >
                </button>
              </form>
            </li>
          `,
        )}
      </ul>
    </section>
  </div>
`;
