export const messagesPath = /^\/messages(?:\/(?:new\/(?<handle>[^/]+)|(?<group>[^/]+)))?\/?$/;
export const profilePath = /^\/@(?<handle>[^/]+)\/?$/;
