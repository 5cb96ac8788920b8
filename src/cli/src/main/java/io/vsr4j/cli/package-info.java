/**
 * The command line. Each command is one class over {@link io.vsr4j.cli.VsrCommand}; it reads options, asks a room below
 * to do the work, and prints.
 *
 * <p>Results go to standard output, everything else to standard error. The exit status is one of {@link
 * io.vsr4j.cli.Exit}, and an error is one line.
 */
package io.vsr4j.cli;
