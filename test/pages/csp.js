window.fbq = () => {};
fbq('track', 'under csp');
