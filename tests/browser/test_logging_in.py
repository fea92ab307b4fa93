"""Somebody is invited and comes in by every door there is: password, codes of an app, and a passkey."""

import base64
import hashlib
import hmac
import struct
import time

from tests.browser.conftest import PHONE

PASSWORD, MAIL = "sju sjuka sjömän skrattar", "nya.nilsson@example.se"
STEP = 30  # seconds that a code of the app holds


def test_invited_in_with_a_password_then_an_app_and_then_a_key(person, site):
    coordinator = person().logs_in_as("Föreningssamordnare", "Jonas Wallin")
    coordinator.opens("/vast/installningar/medarbetare/").fills(name="Nya Nilsson", email=MAIL)
    coordinator.chooses(role="Projektgruppsmedlem").clicks("Skicka inbjudan").reads("Inbjudan är på väg med e-post.")
    coordinator.fills(name="Nya Nilsson", email=MAIL).chooses(role="Projektgruppsmedlem").clicks("Skicka inbjudan")
    coordinator.reads("Personen har redan en inbjudan hit.")

    new = person(width=PHONE)
    keys = a_phone_that_can_hold_keys(new)
    new.opens(at_home(site, site.link_mailed_to(MAIL)))
    new.fills(password="kort").pushes(first_button(new))
    new.fills(password=PASSWORD).pushes(first_button(new)).reads("Välkommen! Ditt konto är klart.")

    comes_back(new, site)
    new.fills(login=MAIL, password="fel lösenord helt").pushes(first_button(new))
    new.fills(password=PASSWORD).pushes(first_button(new)).reads("Nod väst")

    opens_after_the_password(new, site, "/konto/2fa/totp/activate/")
    secret = the_secret_on_the_page(new)
    new.fills(code=code_of_the_app(secret)).pushes(first_button(new)).reads("Återställningskoder")

    comes_back(new, site)
    new.fills(login=MAIL, password=PASSWORD).pushes(first_button(new))
    new.fills(code="000000").pushes(first_button(new)).reads("Felaktig kod.")
    new.page.wait_for_timeout(1000 * (STEP - time.time() % STEP))  # a code counts once
    new.fills(code=code_of_the_app(secret)).pushes(first_button(new)).reads("Nod väst")

    opens_after_the_password(new, site, "/konto/2fa/webauthn/add/")
    new.reads("Vad ska nyckeln heta?").fills(name="Min telefon 😀")
    new.page.locator("[name=passwordless]").check()
    with new.page.expect_navigation():
        new.page.locator("main button").first.click()
    new.looks().reads("Du har en nyckel.")
    assert len(keys()) == 1

    comes_back(new, site)
    with new.page.expect_navigation():
        new.page.get_by_role("button", name="Använd en nyckel").click()
    new.looks().reads("Nod väst")


def first_button(someone):
    return someone.page.locator("main form button").first


def at_home(site, url):
    """The same page under the machine's name: a key belongs to a name, and no number is one."""
    return url.replace(site.url, site.url.replace("127.0.0.1", "localhost"))


def comes_back(someone, site):
    """The session is over; at the door again."""
    someone.logs_out().opens(at_home(site, f"{site.url}/konto/login/"))


def opens_after_the_password(someone, site, address):
    """What changes the way in is behind the password once more."""
    someone.opens(at_home(site, f"{site.url}{address}"))
    someone.fills(password=PASSWORD).pushes(first_button(someone))


def a_phone_that_can_hold_keys(someone):
    """Chromium's own virtual authenticator, which says yes by itself; returns what tells its keys."""
    session = someone.page.context.new_cdp_session(someone.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: session.send("WebAuthn.getCredentials", made)["credentials"]


def the_secret_on_the_page(someone):
    """What a person types into the app who cannot photograph the picture."""
    return someone.page.evaluate(
        """() => [...document.querySelectorAll("main input, main code, main p")]
            .map(each => (each.value || each.innerText || "").trim()).find(each => /^[A-Z2-7]{16,}$/.test(each))"""
    )


def code_of_the_app(secret):
    """The code that an app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // STEP), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
